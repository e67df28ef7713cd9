using Akka.Actor;
using Akka.DistributedData;
using FtpActors.Cluster.Admission;
using FtpActors.Cluster.Outcomes;
using FtpActors.Cluster.Sessions;

namespace FtpActors.Cluster;

/// <summary>Top actor of a node; each room is a child of it, at the same path on every node.</summary>
internal sealed class ClusterActor : UntypedActor
{
    private readonly ClusterContext _context;
    private IActorRef _sessions = ActorRefs.Nobody;
    private IActorRef _outcomes = ActorRefs.Nobody;

    public ClusterActor(ClusterContext context) => _context = context;

    public static Props Props(ClusterContext context) => Akka.Actor.Props.Create(() => new ClusterActor(context));

    protected override void PreStart()
    {
        _sessions = Context.ActorOf(NodeDirectoryActor.Props(_context), "sessions");
        _outcomes = Context.ActorOf(NodeOutcomesActor.Props(_context), "outcomes");
        if (_context.Options.SharesAdmission)
            StartAdmission();
    }

    private void StartAdmission()
    {
        var replicator = DistributedData.Get(Context.System).Replicator;
        var props = NodeAdmissionActor.Props(_context.Name, _context.Self.ToString(), _context.Server, replicator, _context.FailureMemory);
        var admission = Context.ActorOf(props, "admission");
        _context.Cluster.RegisterOnMemberUp(() => admission.Tell(new NodeAdmissionActor.Join()));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterProtocol.ISessionCommand or ClusterSessionsProtocol.ICommand:
                _sessions.Forward(message);
                break;
            case ClusterProtocol.IOutcomeCommand or ClusterOutcomesProtocol.ICommand:
                _outcomes.Forward(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
