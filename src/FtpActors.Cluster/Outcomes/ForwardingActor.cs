using Akka.Actor;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Brings the outcomes of this node's server to a subscription on a node, and its answers back.</summary>
/// <remarks>What waits for an answer is the server's business: it delivers again, and holds clients up.</remarks>
internal sealed class ForwardingActor : UntypedActor
{
    private readonly ClusterContext _context;
    private readonly ClusterProtocol.SubscribeOutcomes _subscribe;
    private readonly IActorRef _subscription;

    public ForwardingActor(ClusterContext context, ClusterProtocol.SubscribeOutcomes subscribe, IActorRef subscription) =>
        (_context, _subscribe, _subscription) = (context, subscribe, subscription);

    public static Props Props(ClusterContext context, ClusterProtocol.SubscribeOutcomes subscribe, IActorRef subscription) =>
        Akka.Actor.Props.Create(() => new ForwardingActor(context, subscribe, subscription));

    protected override void PreStart()
    {
        Context.Watch(_subscription);
        Context.Watch(_context.Server);
        _context.Server.Tell(new OutcomeProtocol.SubscribeOutcomes(Self, _subscribe.Capacity) { RedeliverAfter = _subscribe.RedeliverAfter });
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OutcomeProtocol.OutcomesSubscribed:
                _subscription.Tell(new ClusterProtocol.OutcomesSubscribed(_context.Self));
                break;
            case FtpTransferEvent ended:
                _subscription.Tell(TransferRecords.Of(_context.Self, ended));
                break;
            case ClusterProtocol.OutcomeReceived received:
                _context.Server.Tell(new OutcomeProtocol.OutcomeReceived(received.Id));
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
