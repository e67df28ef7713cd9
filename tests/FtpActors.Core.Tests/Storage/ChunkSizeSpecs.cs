using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Storage;

/// <summary>In what pieces files move: nobody sets their size.</summary>
[Collection(StorageCollection.Name)]
public sealed class ChunkSizeSpecs : DiskSpecBase
{
    private const int Size = 20_000_000;

    [Fact]
    public async Task A_file_on_disk_should_be_read_in_chunks_of_256_KiB()
    {
        await Put("/f", Bytes(Size));
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        var lengths = await Lengths(reader.Content);
        Assert.Equal(Size, lengths.Sum());
        Assert.All(lengths, length => Assert.InRange(length, 1, 256 * 1024));
    }

    [Fact]
    public async Task A_file_on_disk_should_go_to_the_kernel_in_regions_of_16_MiB()
    {
        await Put("/f", Bytes(Size));
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        var lengths = await Lengths(((IRegionReader)reader).Regions);
        Assert.Equal([16 * 1024 * 1024, Size - (16 * 1024 * 1024)], lengths);
    }

    [Fact]
    public async Task A_file_in_memory_should_be_read_in_chunks_of_64_KiB()
    {
        var storage = new MemoryStorage();
        await using (var writer = await storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
        {
            await Source.Single(TransferChunk.Of(Bytes(1_000_000))).RunWith(writer.Content, Sys.Materializer());
            await writer.Commit(default);
        }

        await using var reader = await storage.OpenRead(At("/f"), 0, default);
        var lengths = await Lengths(reader.Content);
        Assert.Equal(1_000_000, lengths.Sum());
        Assert.All(lengths, length => Assert.InRange(length, 1, 64 * 1024));
    }

    private async Task<int[]> Lengths(Source<TransferChunk, Akka.NotUsed> content)
    {
        var lengths = new List<int>();
        await content.RunForeach(
            chunk =>
            {
                lengths.Add(chunk.Length);
                chunk.Dispose();
            },
            Sys.Materializer());
        return [.. lengths];
    }
}
