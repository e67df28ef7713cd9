namespace FtpActors.Server.Sessions;

/// <content>Time. Idle time and the deadline of a handler have one timer that is not moved by every command: it looks when it fires.</content>
internal sealed partial class SessionActor
{
    private readonly SessionTimers _timers = new(Context.System.Scheduler, Context.Self);

    /// <summary>When the timer fires; the latest of all times when it does not run.</summary>
    private DateTimeOffset _looksAt = DateTimeOffset.MaxValue;

    private TimeSpan IdleLimit => _state.IdleLimit ?? Timeouts.Idle;

    private void StartTimers()
    {
        StartLoginTimer();
        LookWithin(IdleLimit, Now);
    }

    private void StartLoginTimer()
    {
        if (Timeouts.Login != Timeout.InfiniteTimeSpan)
            _timers.StartSingleTimer(LoginTimeout.Key, LoginTimeout.Instance, Timeouts.Login);
    }

    /// <summary>Looks once <paramref name="time"/> is over, if not before.</summary>
    private void LookWithin(TimeSpan time, DateTimeOffset now)
    {
        if (time == Timeout.InfiniteTimeSpan || time >= _looksAt - now)
            return;
        _looksAt = now + time;
        _timers.StartSingleTimer(Look.Key, Look.Instance, time);
    }

    private void OnLook()
    {
        _looksAt = DateTimeOffset.MaxValue;
        CheckDeadline();
        CheckIdle();
    }

    private void CheckIdle()
    {
        var now = Now;
        var idle = _running is null ? now - _lastActivity : TimeSpan.Zero;
        if (IdleLimit == Timeout.InfiniteTimeSpan)
            return;
        if (idle >= IdleLimit)
            Close(SessionReplies.IdleTimeout);
        else
            LookWithin(IdleLimit - idle, now);
    }

    private void ArmDeadline(RunningCommand running)
    {
        if (!running.IsLong)
            LookWithin(Timeouts.Handler, running.Started);
    }

    private void CheckDeadline()
    {
        var running = _urgent ?? (_transfer is null && _waitingOutcome is null ? _running : null);
        if (running is null or { IsLong: true } || Timeouts.Handler == Timeout.InfiniteTimeSpan)
            return;
        var now = Now;
        var left = Timeouts.Handler - (now - running.Started);
        if (left > TimeSpan.Zero)
        {
            LookWithin(left, now);
            return;
        }

        var reply = _log.DeadlinePassed(running);
        GiveUp(running);
        if (running == _urgent)
            ConcludeUrgent(Commands.Outcome.Of(reply));
        else
            Finish(running, reply);
    }

    private sealed class LoginTimeout
    {
        public const string Key = "login";
        public static readonly LoginTimeout Instance = new();
    }

    private sealed class Look
    {
        public const string Key = "look";
        public static readonly Look Instance = new();
    }

    private sealed class WriteTimeout
    {
        public const string Key = "write";
        public static readonly WriteTimeout Instance = new();
    }

    private sealed class DelayOver
    {
        public const string Key = "delay";
        public static readonly DelayOver Instance = new();
    }

    /// <summary>The transfer's actor is gone; expected once it said how the transfer ended.</summary>
    private sealed record TransferDied(long Id);
}
