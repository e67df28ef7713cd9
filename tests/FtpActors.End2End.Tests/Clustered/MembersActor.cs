using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Writes down which members with the role <c>ftp</c> are up, by host, whenever that changes.</summary>
internal sealed class MembersActor : UntypedActor
{
    private readonly ChannelWriter<IReadOnlyCollection<string>> _seen;
    private readonly Dictionary<UniqueAddress, string> _up = [];

    public MembersActor(ChannelWriter<IReadOnlyCollection<string>> seen) => _seen = seen;

    public static Props Props(ChannelWriter<IReadOnlyCollection<string>> seen) => Akka.Actor.Props.Create(() => new MembersActor(seen));

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System)
        .Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    protected override void OnReceive(object message)
    {
        if (message is not ClusterEvent.IMemberEvent { Member: var member } || !member.HasRole("ftp"))
            return;
        if (message is ClusterEvent.MemberUp)
            _up[member.UniqueAddress] = member.Address.Host;
        else if (message is ClusterEvent.MemberRemoved)
            _up.Remove(member.UniqueAddress);
        _seen.TryWrite([.. _up.Values]);
    }
}
