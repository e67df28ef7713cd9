using System.Collections.Immutable;
using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Brings a message to sessions of all nodes.</summary>
internal sealed class MessagingActor : GatheringActor
{
    private readonly FtpNode? _node;
    private int _sessions;

    public MessagingActor(ClusterContext context, ClusterSessionsProtocol.MessageSessions message, IActorRef client)
        : base(context, new MessageFound(message.Filter, message.Text), client) => _node = message.Node;

    public static Props Props(ClusterContext context, ClusterSessionsProtocol.MessageSessions message, IActorRef client) =>
        Akka.Actor.Props.Create(() => new MessagingActor(context, message, client));

    protected override bool IsMeant(FtpNode node) => _node is null || node == _node;

    protected override bool OnAnswer(ISessionEvent answer)
    {
        if (answer is not SessionsMessaged messaged)
            return false;
        _sessions += messaged.Sessions;
        return true;
    }

    protected override object Outcome(ImmutableArray<FtpNode> missing) => new ClusterSessionsProtocol.MessageQueued(_sessions, missing);
}
