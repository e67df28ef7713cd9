using Akka.Actor;
using Akka.Cluster;
using static FtpActors.Cluster.Outcomes.ClusterOutcomesProtocol;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Stands for a subscriber of this node at every node.</summary>
internal sealed class SubscriptionActor : UntypedActor, IWithTimers
{
    private readonly ClusterContext _context;
    private readonly SubscribeOutcomes _terms;
    private readonly Dictionary<FtpNode, IActorRef> _forwarders = [];

    public SubscriptionActor(ClusterContext context, SubscribeOutcomes terms) => (_context, _terms) = (context, terms);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ClusterContext context, SubscribeOutcomes terms) => Akka.Actor.Props.Create(() => new SubscriptionActor(context, terms));

    protected override void PreStart()
    {
        Context.Watch(_terms.Subscriber);
        _context.Cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ReachableMember));
        Context.Parent.Tell(Question());
        Timers.StartPeriodicTimer(AskAgain.Key, new AskAgain(), _context.Options.AnswerTimeout);
    }

    protected override void PostStop() => _context.Cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterProtocol.TransferEnded ended:
                _terms.Subscriber.Tell(ended);
                break;
            case OutcomeReceived received:
                if (_forwarders.TryGetValue(received.Node, out var forwarder))
                    forwarder.Tell(new ClusterProtocol.OutcomeReceived(received.Id));
                break;
            case ClusterProtocol.OutcomesSubscribed subscribed:
                OnSubscribed(subscribed.Node);
                break;
            case ClusterEvent.MemberRemoved removed:
                _forwarders.Remove(FtpNode.Of(removed.Member.UniqueAddress));
                break;
            case ClusterEvent.IMemberEvent or ClusterEvent.ReachableMember or AskAgain:
                Ask();
                break;
            case UnsubscribeOutcomes:
                _terms.Subscriber.Tell(new OutcomesUnsubscribed());
                Context.Stop(Self);
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_terms.Subscriber):
                Context.Stop(Self);
                break;
            case Terminated terminated:
                foreach (var (node, _) in _forwarders.Where(known => known.Value.Equals(terminated.ActorRef)).ToArray())
                    _forwarders.Remove(node);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnSubscribed(FtpNode node)
    {
        if (_forwarders.TryGetValue(node, out var known) && known.Equals(Sender))
            return;
        _forwarders[node] = Context.Watch(Sender);
        _terms.Subscriber.Tell(new OutcomesSubscribed(node));
    }

    /// <summary>Those that have not answered.</summary>
    private void Ask()
    {
        foreach (var (member, isReachable) in _context.Others())
        {
            if (isReachable && !_forwarders.ContainsKey(FtpNode.Of(member.UniqueAddress)))
                _context.ActorOf(member).Tell(Question());
        }
    }

    private ClusterProtocol.SubscribeOutcomes Question() => new(_terms.Capacity, _terms.RedeliverAfter);

    private sealed record AskAgain
    {
        public const string Key = "ask-again";
    }
}
