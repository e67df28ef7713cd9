using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Transfers;

/// <summary>The first bytes of what another reader brings: the end of a range.</summary>
internal class LimitedReader : IStorageReader
{
    private readonly IStorageReader _inner;
    private readonly long _count;

    private LimitedReader(IStorageReader inner, long count) => (_inner, _count) = (inner, count);

    public long? Size => _inner.Size;

    public Source<TransferChunk, NotUsed> Content => _inner.Content.Via(ByteLimitFlow.Create(_count));

    /// <summary>At most <paramref name="count"/> bytes. Owns <paramref name="inner"/>; sends regions where that does.</summary>
    public static IStorageReader Of(IStorageReader inner, long count) =>
        inner is IRegionReader regions ? new OfRegions(regions, count) : new LimitedReader(inner, count);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private sealed class OfRegions(IRegionReader inner, long count) : LimitedReader(inner, count), IRegionReader
    {
        public Source<TransferChunk, NotUsed> Regions => inner.Regions.Via(ByteLimitFlow.Create(_count));
    }
}
