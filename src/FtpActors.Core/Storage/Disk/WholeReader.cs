using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Disk;

/// <summary>A small file that was read when it was opened, and closed.</summary>
/// <param name="size">Of the file.</param>
/// <param name="content">From the offset on; null where there is nothing.</param>
/// <param name="budget">Gets back what was taken for the content, when this is disposed.</param>
/// <param name="taken">Bytes.</param>
internal sealed class WholeReader(long size, TransferChunk? content, ReadBudget budget, long taken) : IWholeReader
{
    /// <summary>Bytes up to which opening reads.</summary>
    public const int MostBytes = 64 * 1024;

    private TransferChunk? _content = content;
    private int _isDisposed;

    public long? Size => size;

    public Source<TransferChunk, NotUsed> Content =>
        Source.Lazily(() => TakeWhole() is { } chunk ? Source.Single(chunk) : Source.Empty<TransferChunk>()).MapMaterializedValue(static _ => NotUsed.Instance);

    public TransferChunk? TakeWhole() => Interlocked.Exchange(ref _content, null);

    public ValueTask DisposeAsync()
    {
        TakeWhole()?.Dispose();
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            budget.GiveBack(taken);
        return ValueTask.CompletedTask;
    }
}
