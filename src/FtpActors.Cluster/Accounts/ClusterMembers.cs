using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace FtpActors.Cluster.Accounts;

/// <summary>Members of an Akka.NET cluster that have a role.</summary>
/// <param name="cluster">Of this actor system.</param>
/// <param name="role">Of the members that serve files.</param>
/// <param name="name">Of their actor for accounts, below <c>/user</c>.</param>
internal sealed class ClusterMembers(Akka.Cluster.Cluster cluster, string role, string name) : Members
{
    public override ImmutableHashSet<UniqueAddress> All => [.. cluster.State.Members.Where(MayServe).Select(member => member.UniqueAddress)];

    public override int Count => Math.Max(1, cluster.State.Members.Count(MayServe));

    public override UniqueAddress NodeOf(IActorRef sender, int uid) =>
        new(sender.Path.Address.HasGlobalScope ? sender.Path.Address : cluster.SelfAddress, uid);

    public override void Tell(UniqueAddress node, object message, IActorRef sender) =>
        cluster.System.ActorSelection(new RootActorPath(node.Address) / "user" / name).Tell(message, sender);

    public override void Watch(IActorRef watcher) => cluster.Subscribe(watcher, SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(MemberRemoved));

    public override void Unwatch(IActorRef watcher) => cluster.Unsubscribe(watcher);

    public override Departure? Gone(object message) => message is MemberRemoved { Member.UniqueAddress: var node, PreviousStatus: var status }
        ? new Departure(node, status == MemberStatus.Down ? cluster.DowningProvider.DownRemovalMargin : TimeSpan.Zero)
        : null;

    /// <summary>One that joins may be up already as others see it; one that is about to exit has ended its sessions.</summary>
    private bool MayServe(Member member) => member.Status is MemberStatus.Joining or MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving && member.HasRole(role);
}
