using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

/// <summary>A writer after whose commit something more is done.</summary>
internal sealed class MaskedWriter(IStorageWriter inner, Func<Task> committed) : IStorageWriter
{
    public Sink<TransferChunk, Task<Done>> Content => inner.Content;

    public async Task Commit(CancellationToken cancel)
    {
        await inner.Commit(cancel);
        await committed();
    }

    public Task RollBack() => inner.RollBack();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
