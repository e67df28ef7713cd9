using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Disk;

internal sealed class DiskReader(DiskFile file, long size, long offset) : IRegionReader
{
    /// <summary>Bytes that go to the kernel as a unit.</summary>
    public const int RegionSize = 16 * 1024 * 1024;

    public long? Size => size;

    public Source<TransferChunk, NotUsed> Content => Source.FromGraph(new DiskSource(file, offset, size));

    public Source<TransferChunk, NotUsed> Regions => Source.From(EachRegion());

    public async ValueTask DisposeAsync() => await file.Close().ConfigureAwait(false);

    private IEnumerable<TransferChunk> EachRegion()
    {
        for (var at = offset; at < size; at += RegionSize)
            yield return TransferChunk.Of(new FileRegion(file.Stream, at, (int)Math.Min(RegionSize, size - at)));
    }
}
