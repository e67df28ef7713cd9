namespace FtpActors.Server.Sessions;

/// <content>Time. Idle time and deadlines have one timer each that is not moved by every command: it looks when it fires.</content>
internal sealed partial class SessionActor
{
    private bool _isDeadlineArmed;

    private TimeSpan IdleLimit => _state.IdleLimit ?? Timeouts.Idle;

    private void StartTimers()
    {
        StartLoginTimer();
        StartIdleTimer(TimeSpan.Zero);
    }

    /// <param name="idle">So long nothing has come already.</param>
    private void StartIdleTimer(TimeSpan idle)
    {
        if (IdleLimit == Timeout.InfiniteTimeSpan)
            Timers.Cancel(IdleCheck.Key);
        else
            Timers.StartSingleTimer(IdleCheck.Key, IdleCheck.Instance, IdleLimit - idle);
    }

    private void StartLoginTimer()
    {
        if (Timeouts.Login != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(LoginTimeout.Key, LoginTimeout.Instance, Timeouts.Login);
    }

    private void CheckIdle()
    {
        var idle = _running is null ? Now - _lastActivity : TimeSpan.Zero;
        if (idle >= IdleLimit)
            Close(SessionReplies.IdleTimeout);
        else
            StartIdleTimer(idle);
    }

    private void ArmDeadline(RunningCommand running)
    {
        if (_isDeadlineArmed || running.IsLong || Timeouts.Handler == Timeout.InfiniteTimeSpan)
            return;
        _isDeadlineArmed = true;
        Timers.StartSingleTimer(DeadlineCheck.Key, DeadlineCheck.Instance, Timeouts.Handler);
    }

    private void CheckDeadline()
    {
        _isDeadlineArmed = false;
        var running = _urgent ?? (_transfer is null && _waitingOutcome is null ? _running : null);
        if (running is null or { IsLong: true })
            return;
        var left = Timeouts.Handler - (Now - running.Started);
        if (left > TimeSpan.Zero)
        {
            _isDeadlineArmed = true;
            Timers.StartSingleTimer(DeadlineCheck.Key, DeadlineCheck.Instance, left);
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

    private sealed class IdleCheck
    {
        public const string Key = "idle";
        public static readonly IdleCheck Instance = new();
    }

    private sealed class DeadlineCheck
    {
        public const string Key = "deadline";
        public static readonly DeadlineCheck Instance = new();
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
