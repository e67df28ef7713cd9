using Microsoft.Extensions.Hosting;

namespace FtpActors.Host;

/// <summary>Gives memory back as soon as there is nothing to do: what a rush of sessions has left behind would stay for as long as nothing happens.</summary>
/// <remarks>The garbage collector works only when something is allocated, and an idle server allocates nothing. What OpenSSL and the
/// compiler freed, the C library keeps; and the runtime keeps what its compiler used last for the next time, until its finalizers have been
/// called three times, two seconds and more after one another.</remarks>
internal sealed class IdleTrim(TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes that are allocated in an <see cref="Interval"/> in which nothing happens, at most.</summary>
    private const long Quiet = 64 * 1024;

    /// <summary>Bytes that are worth it.</summary>
    private const long Worth = 2 * 1024 * 1024;

    /// <summary>So many times as long as the last one took there is none, so that a server with many short pauses does not spend them on this.</summary>
    private const int Rest = 20;

    /// <summary>On a busy machine it takes its time for other reasons.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StepInterval = TimeSpan.FromSeconds(2.1);

    /// <summary>Times that the finalizers are called after a trim, while nothing happens.</summary>
    private const int Steps = 3;

    private long _allocated;
    private long _trimmed;
    private long _step;
    private int _stepsLeft;
    private bool _isQuiet;
    private long _start;
    private TimeSpan _rest;

    /// <summary>Looks once per <see cref="Interval"/>.</summary>
    /// <param name="allocated">Bytes that the process has ever allocated.</param>
    /// <returns>Whether to collect now.</returns>
    public bool IsDue(long allocated)
    {
        _isQuiet = allocated - _allocated <= Quiet;
        _allocated = allocated;
        if (!_isQuiet || allocated - _trimmed < Worth || time.GetElapsedTime(_start) < _rest)
            return false;
        _trimmed = allocated;
        _start = time.GetTimestamp();
        return true;
    }

    /// <summary>After a look that found nothing due.</summary>
    /// <returns>Whether to call the finalizers now, and whether that was the last time and there may be something to give back.</returns>
    public (bool IsDue, bool IsLast) NextStep()
    {
        if (!_isQuiet || _stepsLeft == 0 || time.GetElapsedTime(_step) < StepInterval)
            return (false, false);
        _step = time.GetTimestamp();
        return (true, --_stepsLeft == 0);
    }

    /// <summary>It is done.</summary>
    public void Done()
    {
        (_step, _stepsLeft) = (time.GetTimestamp(), Steps);
        var took = time.GetElapsedTime(_start);
        _start = time.GetTimestamp();
        _rest = took * Rest < LongestRest ? took * Rest : LongestRest;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (IsDue(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
                NativeHeap.Trim();
                Done();
                continue;
            }

            var (isDue, isLast) = NextStep();
            if (isDue)
                await Task.Run(GC.WaitForPendingFinalizers, stoppingToken).WaitAsync(stoppingToken);
            if (isLast)
                NativeHeap.Trim();
        }
    }
}
