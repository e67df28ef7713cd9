namespace FtpActors.Core.Blocking;

/// <summary>A few threads for work that blocks or takes long, so that no pool or dispatcher thread has to.</summary>
/// <remarks>Started when there is work; they do not keep the process alive.</remarks>
/// <param name="count">Threads at most.</param>
/// <param name="name">Of the threads; for debuggers and exceptions.</param>
internal sealed class BlockingThreads(int count, string name) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _idle;
    private bool _closed;

    /// <summary>Does the work on one of the threads. Work that was cancelled before it began is left out. What a <see cref="Turn"/>
    /// asked for goes on in a turn of that thread; else the thread pool goes on.</summary>
    /// <exception cref="ObjectDisposedException">As the task's failure, after disposal.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancel = default)
    {
        var (piece, done) = Piece(work, cancel);
        return Post(piece) ? done : Task.FromException<T>(new ObjectDisposedException(name));
    }

    /// <summary>Work as it can be posted, and what becomes of it.</summary>
    public static (Action Piece, Task<T> Done) Piece<T>(Func<T> work, CancellationToken cancel)
    {
        var isInTurn = Turn.IsTaken;
        var done = new TaskCompletionSource<T>(isInTurn ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        return (Do, done.Task);

        void Do()
        {
            var (result, failure) = (default(T)!, default(Exception));
            try
            {
                cancel.ThrowIfCancellationRequested();
                result = work();
            }
            catch (Exception cause)
            {
                failure = cause;
            }

            if (isInTurn)
                Turn.Take(End, (done, result, failure));
            else
                End((done, result, failure));
        }

        static void End((TaskCompletionSource<T> Done, T Result, Exception? Failure) outcome)
        {
            if (outcome.Failure is null)
                outcome.Done.SetResult(outcome.Result);
            else if (outcome.Failure is OperationCanceledException cancelled)
                outcome.Done.SetCanceled(cancelled.CancellationToken);
            else
                outcome.Done.SetException(outcome.Failure);
        }
    }

    /// <summary>Queues work, which must not throw; false after disposal.</summary>
    public bool Post(Action work)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _queue.Enqueue(work);
            if (_idle >= _queue.Count || _running == count)
            {
                Monitor.Pulse(_gate);
                return true;
            }

            _running++;
            new Thread(Work) { IsBackground = true, Name = $"{name}-{_running}" }.Start();
            return true;
        }
    }

    /// <summary>Like <see cref="Post"/>, and on the calling thread when that says no: for work that must not be left out.</summary>
    public void PostOrDo(Action work)
    {
        if (!Post(work))
            work();
    }

    /// <summary>Takes no more work; ends when what was queued is done.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_running == 0)
                _ended.TrySetResult();
            Monitor.PulseAll(_gate);
        }

        return new ValueTask(_ended.Task);
    }

    private void Work()
    {
        while (Next() is { } work)
            work();
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                {
                    if (--_running == 0)
                        _ended.TrySetResult();
                    return null;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return _queue.Dequeue();
        }
    }
}
