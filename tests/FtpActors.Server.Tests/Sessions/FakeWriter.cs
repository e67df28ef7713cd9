using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A file being written that counts its endings; the roll-back takes until the spec lets it through.</summary>
internal sealed class FakeWriter : IStorageWriter
{
    private readonly TaskCompletionSource _rollBackStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _rollBackGate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _commits;
    private int _rollBacks;

    public Sink<TransferChunk, Task<Done>> Content => Sink.ForEach<TransferChunk>(chunk => chunk.Dispose());

    public int Commits => Volatile.Read(ref _commits);

    public int RollBacks => Volatile.Read(ref _rollBacks);

    /// <summary>Ends once rolling back has begun.</summary>
    public Task RollBackStarted => _rollBackStarted.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends once it is disposed.</summary>
    public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void LetRollBackEnd() => _rollBackGate.TrySetResult();

    public Task Commit(CancellationToken cancel)
    {
        Interlocked.Increment(ref _commits);
        return Task.CompletedTask;
    }

    public Task RollBack()
    {
        Interlocked.Increment(ref _rollBacks);
        _rollBackStarted.TrySetResult();
        return _rollBackGate.Task;
    }

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
