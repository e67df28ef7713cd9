using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Memory;

internal sealed class MemoryReader(MemorySnapshot snapshot, long offset) : IStorageReader
{
    public long? Size => snapshot.Length;

    public Source<TransferChunk, NotUsed> Content => Source.From(snapshot.From(offset).Select(TransferChunk.Of));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
