using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Publishes how transfers of this node end, and keeps the subscriptions of those who must not miss it: of other nodes here,
/// and of this node elsewhere.</summary>
internal sealed class NodeOutcomesActor : UntypedActor
{
    private readonly ClusterContext _context;
    private readonly IActorRef _mediator;
    private readonly Dictionary<IActorRef, IActorRef> _forwarders = [];
    private readonly Dictionary<IActorRef, IActorRef> _subscriptions = [];

    public NodeOutcomesActor(ClusterContext context)
    {
        _context = context;
        _mediator = context.Options.PublishesOutcomes ? DistributedPubSub.Get(Context.System).Mediator : ActorRefs.Nobody;
    }

    public static Props Props(ClusterContext context) => Akka.Actor.Props.Create(() => new NodeOutcomesActor(context));

    protected override void PreStart()
    {
        if (_context.Options.PublishesOutcomes)
            Context.System.EventStream.Subscribe(Self, typeof(FtpTransferEvent));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FtpTransferEvent ended:
                // An actor system may run several servers.
                if (ended.Transfer.Server == _context.Name)
                    _mediator.Tell(new Publish(FtpCluster.TopicOf(_context.Name), TransferRecords.Of(_context.Self, ended)));
                break;
            case ClusterProtocol.SubscribeOutcomes subscribe:
                OnSubscribe(subscribe);
                break;
            case ClusterOutcomesProtocol.SubscribeOutcomes subscribe:
                OnSubscribe(subscribe);
                break;
            case ClusterOutcomesProtocol.UnsubscribeOutcomes unsubscribe:
                if (_subscriptions.TryGetValue(unsubscribe.Subscriber, out var subscription))
                    subscription.Tell(unsubscribe);
                else
                    unsubscribe.Subscriber.Tell(new ClusterOutcomesProtocol.OutcomesUnsubscribed());
                break;
            case ClusterOutcomesProtocol.OutcomeReceived:
                if (_subscriptions.TryGetValue(Sender, out var answered))
                    answered.Tell(message);
                break;
            case Ended ended:
                _forwarders.Remove(ended.Subscriber);
                _subscriptions.Remove(ended.Subscriber);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnSubscribe(ClusterProtocol.SubscribeOutcomes subscribe)
    {
        if (_forwarders.ContainsKey(Sender))
        {
            Sender.Tell(new ClusterProtocol.OutcomesSubscribed(_context.Self), _forwarders[Sender]);
            return;
        }

        var forwarder = Context.ActorOf(ForwardingActor.Props(_context, subscribe, Sender));
        _forwarders.Add(Sender, Context.WatchWith(forwarder, new Ended(Sender)));
    }

    private void OnSubscribe(ClusterOutcomesProtocol.SubscribeOutcomes subscribe)
    {
        if (_subscriptions.ContainsKey(subscribe.Subscriber))
            return;
        var subscription = Context.ActorOf(SubscriptionActor.Props(_context, subscribe));
        _subscriptions.Add(subscribe.Subscriber, Context.WatchWith(subscription, new Ended(subscribe.Subscriber)));
    }

    private sealed record Ended(IActorRef Subscriber);
}
