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

    private static void Work()
    {
        var left = MostPieces;
        do
        {
            for (; left > 0 && _kept is { Count: > 0 } kept; left--)
                kept.Dequeue().Execute();
            while (_last is { Count: > 0 } last)
                last.Dequeue().Execute();
        }
        while (left > 0 && _kept is { Count: > 0 });
    }

    private static void HandOver()
    {
        while (_last is { Count: > 0 } last)
            ThreadPool.UnsafeQueueUserWorkItem(last.Dequeue(), preferLocal: false);
        while (_kept is { Count: > 0 } kept)
            ThreadPool.UnsafeQueueUserWorkItem(kept.Dequeue(), preferLocal: false);
    }
}
