using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace FtpActors.Cluster.Tests;

/// <summary>Waits for what a member sees of the others.</summary>
internal sealed class MembersActor : UntypedActor
{
    private readonly Func<ImmutableHashSet<UniqueAddress>, bool> _isRight;
    private readonly TaskCompletionSource _done;
    private readonly Dictionary<UniqueAddress, MemberStatus> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    public MembersActor(Func<ImmutableHashSet<UniqueAddress>, bool> isRight, TaskCompletionSource done) => (_isRight, _done) = (isRight, done);

    /// <param name="isRight">Told those that are up and reachable when members are nothing else.</param>
    /// <param name="done">Set once it says yes.</param>
    public static Props Props(Func<ImmutableHashSet<UniqueAddress>, bool> isRight, TaskCompletionSource done) =>
        Akka.Actor.Props.Create(() => new MembersActor(isRight, done));

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(IMemberEvent), typeof(IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CurrentClusterState state:
                foreach (var member in state.Members)
                    _members[member.UniqueAddress] = member.Status;
                _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
                break;
            case MemberRemoved removed:
                _members.Remove(removed.Member.UniqueAddress);
                _unreachable.Remove(removed.Member.UniqueAddress);
                break;
            case IMemberEvent changed:
                _members[changed.Member.UniqueAddress] = changed.Member.Status;
                break;
            case UnreachableMember unreachable:
                _unreachable.Add(unreachable.Member.UniqueAddress);
                break;
            case ReachableMember reachable:
                _unreachable.Remove(reachable.Member.UniqueAddress);
                break;
        }

        if (_unreachable.Count > 0 || _members.Values.Any(status => status != MemberStatus.Up) || !_isRight([.. _members.Keys]))
            return;
        _done.TrySetResult();
        Context.Stop(Self);
    }
}
