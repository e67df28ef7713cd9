using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Transfers;

/// <summary>Takes as many bytes as a range has and fails otherwise.</summary>
/// <param name="inner">Owned; stands at the start of the range.</param>
/// <param name="count">Bytes of the range.</param>
internal sealed class RangeWriter(IStorageWriter inner, long count) : IStorageWriter
{
    public Sink<TransferChunk, Task<Done>> Content => ExactBytesFlow.Create(count).ToMaterialized(inner.Content, Keep.Right);

    public Task Commit(CancellationToken cancel) => inner.Commit(cancel);

    public Task RollBack() => inner.RollBack();

    public Task Undo() => inner.Undo();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
