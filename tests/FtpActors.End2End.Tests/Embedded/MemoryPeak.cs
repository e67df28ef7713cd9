using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>The most memory that was in use at once, looked at until it is disposed.</summary>
public sealed class MemoryPeak : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(10);

    /// <summary>Between two collections.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Timer _timer;
    private readonly Timer _collecting;
    private readonly long _atFirst = GC.GetTotalMemory(forceFullCollection: true);
    private long _managed;
    private long _buffers;

    public MemoryPeak()
    {
        _managed = _atFirst;
        _timer = new Timer(_ => Raise(ref _buffers, TransferChunk.OutstandingBuffers), null, TimeSpan.Zero, Often);
        _collecting = new Timer(_ => Collect());
        _collecting.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Bytes in use beyond those at first, by collections a few times a second: what garbage there is besides is the collector's
    /// choice, and depends on the machine.</summary>
    public long Managed => Interlocked.Read(ref _managed) - _atFirst;

    /// <summary>Pooled buffers of transfers.</summary>
    public long Buffers => Interlocked.Read(ref _buffers);

    /// <summary>Bytes of the whole process, with the specs before.</summary>
    public static long Process
    {
        get
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _collecting.Dispose();
    }

    public override string ToString() => $"managed {Managed / 1024.0 / 1024:0.0} MiB more than before, {Buffers} buffers of transfers, process {Process / 1024 / 1024} MiB";

    private void Collect()
    {
        Raise(ref _managed, GC.GetTotalMemory(forceFullCollection: true));
        try
        {
            _collecting.Change(Pause, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // It was the last one.
        }
    }

    private static void Raise(ref long most, long now)
    {
        for (var seen = Interlocked.Read(ref most); now > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
