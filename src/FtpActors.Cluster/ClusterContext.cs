using Akka.Actor;
using Akka.Cluster;

namespace FtpActors.Cluster;

/// <summary>What every room of a node knows.</summary>
/// <param name="Name">Of the server and so of the service.</param>
/// <param name="Server">Top actor of the node's server.</param>
/// <param name="FailureMemory">How long a failed login counts.</param>
/// <param name="Options">Of the cluster.</param>
/// <param name="Cluster">Of the actor system.</param>
internal sealed record ClusterContext(string Name, IActorRef Server, TimeSpan FailureMemory, FtpClusterOptions Options, Akka.Cluster.Cluster Cluster)
{
    /// <summary>This node.</summary>
    public FtpNode Self { get; } = FtpNode.Of(Cluster.SelfUniqueAddress);

    /// <summary>Name of the top actor, which is the same on every node.</summary>
    public string ActorName => ActorNameOf(Name);

    public static string ActorNameOf(string server) => $"{server}-cluster";

    /// <summary>The top actor of a node.</summary>
    public ActorSelection ActorOf(Member member) => Cluster.System.ActorSelection(new RootActorPath(member.Address) / "user" / ActorName);

    /// <summary>The other members that serve or may still do, with whether they are reached at this moment.</summary>
    public IEnumerable<(Member Member, bool IsReachable)> Others()
    {
        var state = Cluster.State;
        return state.Members
            .Where(member => member.HasRole(Options.Role) && !member.UniqueAddress.Equals(Cluster.SelfUniqueAddress)
                && member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving or MemberStatus.Exiting)
            .Select(member => (member, !state.Unreachable.Contains(member)));
    }
}
