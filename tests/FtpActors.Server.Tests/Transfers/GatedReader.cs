using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>An open file whose chunks come when <paramref name="read"/> brings them; null is its end.</summary>
/// <remarks>Akka's unfolding loses a chunk that comes after the stream has ended: bring null then.</remarks>
internal sealed class GatedReader(Func<int, Task<TransferChunk?>> read) : IStorageReader
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _disposals;

    public int Disposals => Volatile.Read(ref _disposals);

    /// <summary>Ends when the first read begins.</summary>
    public Task Reading => _began.Task;

    /// <summary>Ends when nobody wants the content any more.</summary>
    public Task Ended => _ended.Task;

    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => Source
        .UnfoldAsync<int, TransferChunk>(0, async index =>
            await Read(index) is { } chunk ? Option<(int, TransferChunk)>.Create((index + 1, chunk)) : Option<(int, TransferChunk)>.None)
        .SelectError(failure => failure is AggregateException { InnerException: { } cause } ? cause : failure)
        .WatchTermination((none, ended) =>
        {
            ended.ContinueWith(_ => _ended.TrySetResult(), TaskScheduler.Default);
            return none;
        });

    /// <summary>Disposing waits for a read in flight, as the contract says.</summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        await Task.WhenAny(_reading);
    }

    private Task<TransferChunk?> Read(int index)
    {
        var reading = read(index);
        _reading = reading;
        _began.TrySetResult();
        return reading;
    }
}
