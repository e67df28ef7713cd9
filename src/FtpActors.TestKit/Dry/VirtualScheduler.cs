using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace FtpActors.TestKit.Dry;

/// <summary>The scheduler of an actor system whose time is a <see cref="ManualTime"/>. Named in its configuration.</summary>
internal sealed class VirtualScheduler : SchedulerBase
{
    /// <param name="config">Of the system.</param>
    /// <param name="log">Of the system.</param>
    public VirtualScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
    }

    public ManualTime Time { get; } = new();

    /// <summary>Of the system's dispatchers.</summary>
    public Work Work { get; } = new();

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(Time.GetTimestamp());

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => Time.GetUtcNow();

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Schedule(delay, null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Schedule(delay, null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action.Run, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true })
            return;
        ITimer? timer = null;
        timer = Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        cancelable?.Token.Register(timer.Dispose);
        timer.Change(delay, Timeout.InfiniteTimeSpan);

        void Fire()
        {
            if (cancelable is { IsCancellationRequested: true })
                return;
            if (interval is { } again)
                timer!.Change(again, Timeout.InfiniteTimeSpan);
            action();
        }
    }
}
