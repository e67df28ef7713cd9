namespace FtpActors.TestKit;

/// <summary>A clock that stands still until it is advanced; its timers fire on the thread that advances it.</summary>
public sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How late every timer fires.</summary>
    public TimeSpan Lateness { get; set; }

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <summary>A timer that fires once each time it is changed; periods are not supported.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on from one timer to the next.</summary>
    /// <param name="span">Altogether.</param>
    /// <param name="settle">Called before the clock moves: returns when what the last timer set off has come to rest.</param>
    public void Advance(TimeSpan span, Action? settle = null)
    {
        var end = GetTimestamp() + span.Ticks;
        settle?.Invoke();
        while (FireNext(end))
            settle?.Invoke();
        MoveTo(end);
    }

    /// <summary>When the next timer fires, as a timestamp; null without any.</summary>
    internal long? NextDue
    {
        get
        {
            lock (_lock)
                return _armed.MinBy(timer => timer.Due)?.Due;
        }
    }

    /// <summary>Moves on to the next timer that is due until <paramref name="end"/>; false when there is none.</summary>
    internal bool FireNext(long end)
    {
        if (Next(end) is not { } timer)
            return false;
        timer.Fire();
        return true;
    }

    internal void MoveTo(long timestamp) => Interlocked.Exchange(ref _ticks, timestamp);

    /// <summary>Takes the first timer due until <paramref name="end"/> and sets the clock to it.</summary>
    private ManualTimer? Next(long end)
    {
        lock (_lock)
        {
            var next = _armed.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
                return null;
            Interlocked.Exchange(ref _ticks, Math.Max(next.Due, _ticks));
            _armed.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public long Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("Periods are not supported.");
            lock (time._lock)
            {
                time._armed.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time.GetTimestamp() + dueTime.Ticks + time.Lateness.Ticks;
                time._armed.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
