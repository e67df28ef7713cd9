using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Memory;

internal sealed class MemoryReader(MemoryContent content, long offset) : IStorageReader
{
    private readonly MemorySnapshot _snapshot = content.EnterReader();
    private int _isDisposed;

    public long? Size => _snapshot.Length;

    public Source<TransferChunk, NotUsed> Content => Source.From(_snapshot.From(offset).Select(TransferChunk.Of));

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            content.LeaveReader();
        return ValueTask.CompletedTask;
    }
}
