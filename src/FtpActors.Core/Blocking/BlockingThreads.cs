namespace FtpActors.Core.Blocking;

/// <summary>A few threads for work that blocks or takes long, so that no pool or dispatcher thread has to.</summary>
/// <remarks>Started when there is work; they do not keep the process alive. Work goes to the thread that fell asleep last, and only what no
/// thread is free for waits in the queue.</remarks>
/// <param name="count">Threads at most.</param>
/// <param name="name">Of the threads; for debuggers and exceptions.</param>
internal sealed class BlockingThreads(int count, string name) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _queue = new();
    private readonly Stack<Worker> _idle = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>No more work is taken.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Work waits for a thread. A moment old.</summary>
    public bool IsAwaited => _queue.Count > 0;

    /// <summary>To be awaited: what follows runs on one of the threads, or where it is when there are none any more.</summary>
    public ThreadEntry Enter() => new(this);

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
        Worker? free;
        lock (_gate)
        {
            if (_closed)
                return false;
            if (!_idle.TryPop(out free))
            {
                if (_running == count)
                    _queue.Enqueue(work);
                else
                    Start(work);
                return true;
            }
        }

        free.Wake(work);
        return true;
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
        Worker[] idle;
        lock (_gate)
        {
            _closed = true;
            if (_running == 0)
                _ended.TrySetResult();
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var worker in idle)
            worker.Wake(null);
        return new ValueTask(_ended.Task);
    }

    private void Start(Action first)
    {
        _running++;
        new Thread(new Worker(this, first).Run) { IsBackground = true, Name = $"{name}-{_running}" }.Start();
    }

    /// <summary>Waits for the thread's next work; null when there will be none.</summary>
    private Action? Next(Worker worker)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out var queued))
                return queued;
            if (_closed)
                return Leave();
            _idle.Push(worker);
        }

        if (worker.Sleep() is { } given)
            return given;
        lock (_gate)
            return Leave();
    }

    private Action? Leave()
    {
        if (--_running == 0)
            _ended.TrySetResult();
        return null;
    }

    private sealed class Worker(BlockingThreads threads, Action first)
    {
        private readonly ThreadSleep _sleep = new();
        private Action? _given;

        public void Run()
        {
            for (Action? work = first; work is not null; work = threads.Next(this))
                work();
        }

        /// <summary>What it was woken for.</summary>
        public Action? Sleep()
        {
            _sleep.Sleep();
            return Interlocked.Exchange(ref _given, null);
        }

        /// <summary>Called by whoever took it from the idle ones; null when there is no work any more.</summary>
        public void Wake(Action? work)
        {
            _given = work;
            _sleep.Wake();
        }
    }
}
