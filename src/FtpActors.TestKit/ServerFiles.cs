using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.TestKit;

/// <summary>The files of a server, past the server.</summary>
internal sealed class ServerFiles(IFtpStorage storage, ActorSystem system)
{
    private const int ChunkSize = 64 * 1024;

    public async Task Put(string path, ReadOnlyMemory<byte> content)
    {
        await using var writer = await storage.OpenWrite(FtpPath.Parse(path), WriteMode.Replace, 0, CancellationToken.None);
        var chunks = Enumerable.Range(0, (content.Length + ChunkSize - 1) / ChunkSize)
            .Select(index => TransferChunk.Of(content.Slice(index * ChunkSize, Math.Min(ChunkSize, content.Length - (index * ChunkSize)))));
        await Source.From(chunks).RunWith(writer.Content, system.Materializer());
        await writer.Commit(CancellationToken.None);
    }

    public async Task<byte[]> Get(string path)
    {
        await using var reader = await storage.OpenRead(FtpPath.Parse(path), 0, CancellationToken.None);
        using var content = new MemoryStream();
        await reader.Content.RunForeach(
            chunk =>
            {
                content.Write(chunk.Memory.Span);
                chunk.Dispose();
            },
            system.Materializer());
        return content.ToArray();
    }
}
