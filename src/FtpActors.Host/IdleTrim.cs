using Microsoft.Extensions.Hosting;

namespace FtpActors.Host;

/// <summary>Gives memory back once there is nothing to do: what a rush of sessions has left behind would stay for as long as nothing happens.</summary>
/// <remarks>The garbage collector works only when something is allocated, and an idle server allocates nothing.</remarks>
internal sealed class IdleTrim(TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that are allocated in an <see cref="Interval"/> in which nothing happens, at most.</summary>
    private const long Quiet = 256 * 1024;

    /// <summary>Bytes that are worth it.</summary>
    private const long Worth = 4 * 1024 * 1024;

    private long _allocated;
    private long _trimmed;

    /// <summary>Looks once per <see cref="Interval"/>.</summary>
    /// <param name="allocated">Bytes that the process has ever allocated.</param>
    /// <returns>Whether to collect now.</returns>
    public bool IsDue(long allocated)
    {
        var isQuiet = allocated - _allocated <= Quiet;
        _allocated = allocated;
        if (!isQuiet || allocated - _trimmed < Worth)
            return false;
        _trimmed = allocated;
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (IsDue(GC.GetTotalAllocatedBytes()))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }
}
