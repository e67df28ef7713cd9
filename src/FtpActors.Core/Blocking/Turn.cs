namespace FtpActors.Core.Blocking;

/// <summary>What one I/O event sets off, done on the thread that brought the event.</summary>
/// <remarks>
/// While a thread is in a turn, work that would go to the thread pool is kept and done when the event is delivered: a command
/// that nobody has to wait for is read, handled and answered without another thread waking up. A turn ends after
/// <see cref="MostPieces"/>: what is left goes to the pool, so that no connection keeps a thread. Work of a turn must not block.
/// </remarks>
internal static class Turn
{
    /// <summary>Pieces of work done in one turn.</summary>
    public const int MostPieces = 256;

    [ThreadStatic]
    private static Queue<IThreadPoolWorkItem>? _kept;

    [ThreadStatic]
    private static Queue<IThreadPoolWorkItem>? _last;

    [ThreadStatic]
    private static Queue<Action>? _idle;

    [ThreadStatic]
    private static bool _isTaken;

    /// <summary>This thread is in a turn.</summary>
    public static bool IsTaken => _isTaken;

    /// <summary>Delivers an event: calls <paramref name="deliver"/>, then does what that set off. Within a turn it is part of it.</summary>
    public static void Take<T>(Action<T> deliver, T state)
    {
        if (_isTaken)
        {
            deliver(state);
            return;
        }

        _isTaken = true;
        try
        {
            deliver(state);
            Work();
        }
        finally
        {
            _isTaken = false;
            HandOver();
        }
    }

    /// <summary>To be awaited: what follows is part of a turn. Nothing of it may block.</summary>
    public static TurnTask<T> Of<T>(ValueTask<T> task) => new(task);

    /// <summary>To be awaited: what follows goes on in this turn when there is nothing else left to do in it, what is sent at its end included;
    /// with the thread pool where the turn ends before, and in no turn at once.</summary>
    public static TurnIdle Idle => default;

    /// <summary>Does the work in this thread's turn, or on the thread pool when it is in none.</summary>
    public static void Schedule(IThreadPoolWorkItem work)
    {
        if (_isTaken)
            (_kept ??= new Queue<IThreadPoolWorkItem>()).Enqueue(work);
        else
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }

    /// <summary>Does the work at the end of this thread's turn, in the turn; false when it is in none.</summary>
    public static bool TryDoLast(IThreadPoolWorkItem work)
    {
        if (_isTaken)
            (_last ??= new Queue<IThreadPoolWorkItem>()).Enqueue(work);
        return _isTaken;
    }

    /// <summary>As <see cref="Idle"/>, for work that must not throw; with the thread pool where there is no turn.</summary>
    public static void DoWhenIdle(Action work)
    {
        if (_isTaken)
            (_idle ??= new Queue<Action>()).Enqueue(work);
        else
            OnPool(work);
    }

    private static void Work()
    {
        for (var left = MostPieces; ;)
        {
            if (left > 0 && _kept is { Count: > 0 } kept)
            {
                left--;
                kept.Dequeue().Execute();
            }
            else if (_last is { Count: > 0 } last)
            {
                do
                    last.Dequeue().Execute();
                while (last.Count > 0);
            }
            else if (left > 0 && _idle is { Count: > 0 } idle)
            {
                left--;
                idle.Dequeue()();
            }
            else
            {
                return;
            }
        }
    }

    private static void HandOver()
    {
        while (_last is { Count: > 0 } last)
            ThreadPool.UnsafeQueueUserWorkItem(last.Dequeue(), preferLocal: false);
        while (_kept is { Count: > 0 } kept)
            ThreadPool.UnsafeQueueUserWorkItem(kept.Dequeue(), preferLocal: false);
        while (_idle is { Count: > 0 } idle)
            OnPool(idle.Dequeue());
    }

    private static void OnPool(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static work => work(), work, preferLocal: false);
}
