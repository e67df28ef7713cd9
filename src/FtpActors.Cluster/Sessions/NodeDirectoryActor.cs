using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Answers nodes about the sessions of this one, and asks nodes about theirs.</summary>
internal sealed class NodeDirectoryActor : UntypedActor
{
    private readonly ClusterContext _context;

    public NodeDirectoryActor(ClusterContext context) => _context = context;

    public static Props Props(ClusterContext context) => Akka.Actor.Props.Create(() => new NodeDirectoryActor(context));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FindSessions find:
                Context.ActorOf(PagingActor.Props(_context, find, Sender));
                break;
            case IOneSessionCommand one when one.Incarnation != _context.Self.Incarnation:
                Sender.Tell(new SessionMissing(_context.Self, one.Session));
                break;
            case ISessionCommand command:
                Context.ActorOf(RelayActor.Props(_context, command, Sender));
                break;
            case ClusterSessionsProtocol.ListSessions list:
                Context.ActorOf(ListingActor.Props(_context, list, Sender));
                break;
            case ClusterSessionsProtocol.MessageSessions several:
                Context.ActorOf(MessagingActor.Props(_context, several, Sender));
                break;
            case ClusterSessionsProtocol.MessageSession one:
                Call(one.Session, new MessageOne(one.Session.Node.Incarnation, one.Session.Session, one.Text));
                break;
            case ClusterSessionsProtocol.KickSession kick:
                Call(kick.Session, new KickOne(kick.Session.Node.Incarnation, kick.Session.Session, kick.Reason));
                break;
            case ClusterSessionsProtocol.AbortTransfer abort:
                Call(abort.Session, new AbortOne(abort.Session.Node.Incarnation, abort.Session.Session, abort.Transfer));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Call(ClusterSessionId session, IOneSessionCommand command) => Context.ActorOf(CallingActor.Props(_context, session, command, Sender));
}
