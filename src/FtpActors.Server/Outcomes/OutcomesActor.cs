using Akka.Actor;
using static FtpActors.Server.Outcomes.OutcomeProtocol;
using static FtpActors.Server.Outcomes.VerdictProtocol;

namespace FtpActors.Server.Outcomes;

/// <summary>Brings outcomes to subscribers until they answer, and knows who judges uploads.</summary>
/// <remarks>What it knows outlives a fault that restarts it.</remarks>
internal sealed class OutcomesActor : UntypedActor, IWithTimers
{
    private readonly TransferOutcomes _outcomes;
    private readonly OutcomeSubscriptions _subscriptions;
    private bool _isEnding;

    public OutcomesActor(TransferOutcomes outcomes, OutcomeSubscriptions subscriptions)
    {
        _outcomes = outcomes;
        _subscriptions = subscriptions;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <param name="outcomes">Of the server.</param>
    public static Props Props(TransferOutcomes outcomes)
    {
        var subscriptions = new OutcomeSubscriptions();
        return Akka.Actor.Props.Create(() => new OutcomesActor(outcomes, subscriptions));
    }

    protected override void PreStart()
    {
        foreach (var terms in _subscriptions.All)
            StartTimer(terms);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FtpTransferEvent outcome:
                if (!_subscriptions.Deliver(outcome, Self, Now))
                    _outcomes.Answered(1);
                break;
            case OutcomeReceived received:
                if (_subscriptions.Answer(Sender, received.Id))
                    _outcomes.Answered(1);
                break;
            case Redeliver redeliver:
                _subscriptions.Redeliver(redeliver.Subscriber, Self, Now - redeliver.After, Now);
                break;
            case SubscribeOutcomes subscribe:
                OnSubscribe(subscribe);
                break;
            case UnsubscribeOutcomes unsubscribe:
                OnGone(unsubscribe.Subscriber);
                if (unsubscribe.Subscriber.Equals(_outcomes.Judge?.Actor) is false)
                    Context.Unwatch(unsubscribe.Subscriber);
                unsubscribe.Subscriber.Tell(new OutcomesUnsubscribed());
                break;
            case JudgeUploads judge:
                Context.Watch(judge.Judge);
                _outcomes.Judge = new UploadJudge(judge.Judge, judge.Timeout, judge.Otherwise);
                judge.Judge.Tell(new Judging());
                break;
            case StopJudging:
                _outcomes.Judge = null;
                Sender.Tell(new NotJudging());
                break;
            case Terminated terminated:
                OnGone(terminated.ActorRef);
                if (_outcomes.Judge is { } current && current.Actor.Equals(terminated.ActorRef))
                    _outcomes.Judge = current with { IsDead = true };
                break;
            case HandOver:
                _isEnding = true;
                break;
            default:
                Unhandled(message);
                break;
        }

        if (_isEnding && _subscriptions.AreAnswered)
            Context.Stop(Self);
    }

    private void OnSubscribe(SubscribeOutcomes subscribe)
    {
        Context.Watch(subscribe.Subscriber);
        _subscriptions.Set(subscribe);
        StartTimer(subscribe);
        // First, so that nothing is missed from the answer on.
        _outcomes.Deliver(Self, _subscriptions.Capacity);
        subscribe.Subscriber.Tell(new OutcomesSubscribed());
        _subscriptions.Redeliver(subscribe.Subscriber, Self, DateTimeOffset.MaxValue, Now);
    }

    private void OnGone(IActorRef subscriber)
    {
        Timers.Cancel(subscriber);
        var done = _subscriptions.Remove(subscriber);
        _outcomes.Deliver(_subscriptions.IsEmpty ? null : Self, _subscriptions.Capacity);
        if (done > 0)
            _outcomes.Answered(done);
    }

    private void StartTimer(SubscribeOutcomes terms) =>
        Timers.StartPeriodicTimer(terms.Subscriber, new Redeliver(terms.Subscriber, terms.RedeliverAfter), terms.RedeliverAfter);

    /// <summary>No outcome follows: stop as soon as subscribers have answered all of them.</summary>
    public sealed record HandOver : INoSerializationVerificationNeeded;

    private sealed record Redeliver(IActorRef Subscriber, TimeSpan After);
}
