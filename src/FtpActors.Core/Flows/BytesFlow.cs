using Akka;
using Akka.IO;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>A flow of plain bytes as one of chunks, for those who do not want to think of buffers and their owners.</summary>
/// <remarks>What goes in is a copy of its own, which may be kept; what comes out must not change afterwards. Pieces may be longer, shorter,
/// more or fewer on the way; empty ones are left out.</remarks>
public static class BytesFlow
{
    public static Flow<TransferChunk, TransferChunk, NotUsed> Of(Flow<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, NotUsed> flow) =>
        Flow.Create<TransferChunk>()
            .Select(static chunk => new ReadOnlyMemory<byte>(Kept(chunk)))
            .Via(flow)
            .Where(static bytes => !bytes.IsEmpty)
            .Select(TransferChunk.Of);

    public static Flow<TransferChunk, TransferChunk, NotUsed> Of(Flow<ByteString, ByteString, NotUsed> flow) =>
        Flow.Create<TransferChunk>()
            .Select(static chunk => ByteString.FromBytes(Kept(chunk)))
            .Via(flow)
            .Where(static bytes => !bytes.IsEmpty)
            .Select(static bytes => TransferChunk.Of(bytes.ToArray()));

    private static byte[] Kept(TransferChunk chunk)
    {
        using (chunk)
        {
            return chunk.Region is null
                ? chunk.Memory.ToArray()
                : throw new ArgumentException("A flow of bytes reads bytes in memory, not file regions.");
        }
    }
}
