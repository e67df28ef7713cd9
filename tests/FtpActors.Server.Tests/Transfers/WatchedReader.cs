using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>An open file of any content that counts how often it is disposed.</summary>
internal sealed class WatchedReader(Source<TransferChunk, NotUsed> content) : IStorageReader
{
    private int _disposals;

    public int Disposals => Volatile.Read(ref _disposals);

    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => content;

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return ValueTask.CompletedTask;
    }
}
