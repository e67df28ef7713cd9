using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>The file work of one stream stage: one piece at a time, on the I/O threads.</summary>
/// <remarks>
/// An outcome belongs to the stage, which takes it in its asynchronous callback. When the stage has stopped first, that
/// callback never runs, so the outcome goes to <paramref name="orphaned"/>: from the I/O thread or from
/// <see cref="Stop"/>, whichever comes last, exactly once.
/// </remarks>
/// <param name="threads">Where the work is done.</param>
/// <param name="ready">Asynchronous callback of the stage, in which it calls <see cref="Take"/>.</param>
/// <param name="orphaned">Called on any thread with the outcome that no stage is left to take; null when the work failed.</param>
internal sealed class StageIo<T>(BlockingThreads threads, Action ready, Action<T?> orphaned)
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Ready = 2;
    private const int Stopped = 3;
    private int _state;
    private T? _result;
    private Exception? _failure;

    /// <summary>True until the stage has taken the outcome.</summary>
    public bool IsRunning => Volatile.Read(ref _state) != Idle;

    /// <summary>Called by the stage while nothing runs. False when the threads are gone: the work will not be done, and the outcome is a failure.</summary>
    public bool Start(Func<T> work)
    {
        Volatile.Write(ref _state, Running);
        if (threads.Post(() => Do(work)))
            return true;
        End(default, new ObjectDisposedException(nameof(DiskStorage)));
        return false;
    }

    /// <summary>The outcome, for the stage; false when it is a failure.</summary>
    public bool Take(out T? result, out Exception? failure)
    {
        (result, failure) = (_result, _failure);
        (_result, _failure) = (default, null);
        Volatile.Write(ref _state, Idle);
        return failure is null;
    }

    /// <summary>Called in the stage's PostStop. True when nothing runs any more; else <c>orphaned</c> is called when it has ended.</summary>
    public bool Stop()
    {
        var state = Interlocked.Exchange(ref _state, Stopped);
        if (state == Ready)
            orphaned(_result);
        return state == Idle;
    }

    private void Do(Func<T> work)
    {
        try
        {
            End(work(), null);
        }
        catch (Exception failure)
        {
            End(default, failure);
        }
    }

    private void End(T? result, Exception? failure)
    {
        (_result, _failure) = (result, failure);
        if (Interlocked.CompareExchange(ref _state, Ready, Running) == Running)
            ready();
        else
            orphaned(result);
    }
}
