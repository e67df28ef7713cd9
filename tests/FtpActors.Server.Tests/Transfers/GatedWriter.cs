using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>A file being written, whose steps end when the spec says so.</summary>
internal sealed class GatedWriter : IStorageWriter
{
    private readonly MemoryStream _written = new();
    private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _committing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _rollingBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _inFlight = Task.CompletedTask;
    private int _commits;
    private int _rollBacks;
    private int _disposals;

    public Func<Task> OnWrite { get; init; } = () => Task.CompletedTask;

    public Func<Task> OnCommit { get; init; } = () => Task.CompletedTask;

    public Func<Task> OnRollBack { get; init; } = () => Task.CompletedTask;

    public byte[] Written => _written.ToArray();

    public int Commits => Volatile.Read(ref _commits);

    public int RollBacks => Volatile.Read(ref _rollBacks);

    public int Disposals => Volatile.Read(ref _disposals);

    /// <summary>Ends when the first write begins.</summary>
    public Task Writing => _writing.Task;

    public Task Committing => _committing.Task;

    public Task RollingBack => _rollingBack.Task;

    public Sink<TransferChunk, Task<Done>> Content => Flow.Create<TransferChunk>()
        .SelectAsync(1, chunk =>
        {
            var writing = Write(chunk);
            _inFlight = writing;
            return writing;
        })
        .SelectError(failure => failure is AggregateException { InnerException: { } cause } ? cause : failure)
        .ToMaterialized(Sink.Ignore<int>(), (_, ended) => Quiet(ended));

    public Task Commit(CancellationToken cancel)
    {
        Interlocked.Increment(ref _commits);
        _committing.TrySetResult();
        return OnCommit();
    }

    public Task RollBack()
    {
        Interlocked.Increment(ref _rollBacks);
        _rollingBack.TrySetResult();
        return OnRollBack();
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return ValueTask.CompletedTask;
    }

    private async Task<int> Write(TransferChunk chunk)
    {
        using (chunk)
        {
            _writing.TrySetResult();
            await OnWrite();
            _written.Write(chunk.Memory.Span);
            return chunk.Length;
        }
    }

    /// <summary>As the stream ends, but not while a write is in flight.</summary>
    private async Task<Done> Quiet(Task<Done> ended)
    {
        try
        {
            return await ended;
        }
        finally
        {
            await Task.WhenAny(_inFlight);
        }
    }
}
