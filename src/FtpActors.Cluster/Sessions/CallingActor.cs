using System.Collections.Immutable;
using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Asks the node of a session something about it.</summary>
internal sealed class CallingActor : GatheringActor
{
    private readonly ClusterSessionId _session;
    private ISessionEvent? _answer;

    public CallingActor(ClusterContext context, ClusterSessionId session, IOneSessionCommand command, IActorRef client)
        : base(context, command, client) => _session = session;

    public static Props Props(ClusterContext context, ClusterSessionId session, IOneSessionCommand command, IActorRef client) =>
        Akka.Actor.Props.Create(() => new CallingActor(context, session, command, client));

    protected override bool IsMeant(FtpNode node) => node == _session.Node;

    protected override bool OnAnswer(ISessionEvent answer)
    {
        _answer = answer;
        return true;
    }

    protected override object Outcome(ImmutableArray<FtpNode> missing) => _answer switch
    {
        SessionKicked => new ClusterSessionsProtocol.SessionKicked(_session),
        SessionsMessaged messaged => new ClusterSessionsProtocol.MessageQueued(messaged.Sessions, []),
        TransferAborting aborting => new ClusterSessionsProtocol.AbortSent(_session, aborting.Transfer),
        TransferMissing none => new ClusterSessionsProtocol.NoSuchTransfer(_session, none.Transfer),
        null when !missing.IsEmpty => new ClusterSessionsProtocol.NodeSilent(_session.Node),
        _ => new ClusterSessionsProtocol.NoSuchSession(_session),
    };
}
