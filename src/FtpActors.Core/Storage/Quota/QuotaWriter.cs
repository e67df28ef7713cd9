using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Quota;

/// <summary>Takes bytes before they are written, and fails with QuotaExceeded at those that are not allotted.</summary>
/// <param name="inner">Owned.</param>
/// <param name="usage">Of the user.</param>
/// <param name="files">Taken already: 1 where there was none of this name.</param>
/// <param name="free">Bytes at the start that are there already and are written over.</param>
internal sealed class QuotaWriter(IStorageWriter inner, IQuotaUsage usage, long files = 0, long free = 0) : IStorageWriter
{
    private long _free = free;
    private long _taken;
    private int _isDisposed;

    public Sink<TransferChunk, Task<Done>> Content =>
        Flow.Create<TransferChunk>().SelectAsync(1, Charged).SelectError(Bare).ToMaterialized(inner.Content, Keep.Right);

    public Task Commit(CancellationToken cancel) => inner.Commit(cancel);

    public Task RollBack() => inner.RollBack();

    public Task Undo() => inner.Undo();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                usage.End(new QuotaAmount(Interlocked.Read(ref _taken), files));
        }
    }

    /// <summary>As it was thrown: tasks wrap it.</summary>
    private static Exception Bare(Exception failure) => failure is AggregateException { InnerExceptions: [var inner] } ? Bare(inner) : failure;

    private Task<TransferChunk> Charged(TransferChunk chunk)
    {
        var bytes = chunk.Length - Math.Min(chunk.Length, _free);
        _free -= chunk.Length - bytes;
        if (bytes > 0 && !usage.TryTake(new QuotaAmount(bytes, 0)))
            return ChargedLater(chunk, bytes);
        Interlocked.Add(ref _taken, bytes);
        return Task.FromResult(chunk);
    }

    private async Task<TransferChunk> ChargedLater(TransferChunk chunk, long bytes)
    {
        try
        {
            await usage.Take(new QuotaAmount(bytes, 0), CancellationToken.None).ConfigureAwait(false);
            Interlocked.Add(ref _taken, bytes);
            return chunk;
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }
}
