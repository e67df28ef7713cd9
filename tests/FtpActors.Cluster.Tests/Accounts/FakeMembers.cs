using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using FtpActors.Cluster.Accounts;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Nodes that are actors of one system, told apart by their number.</summary>
internal sealed class FakeMembers : Members
{
    private ImmutableDictionary<UniqueAddress, IActorRef> _nodes = ImmutableDictionary<UniqueAddress, IActorRef>.Empty;

    public override ImmutableHashSet<UniqueAddress> All => [.. _nodes.Keys];

    public override int Count => Math.Max(1, _nodes.Count);

    public static UniqueAddress Address(int number) => new(new Address("akka.tcp", "ftp", "127.0.0.1", number), number);

    public void Add(int number, IActorRef actor) => _nodes = _nodes.Add(Address(number), actor);

    public void Remove(int number) => _nodes = _nodes.Remove(Address(number));

    public override UniqueAddress NodeOf(IActorRef sender, int uid) => Address(uid);

    public override void Tell(UniqueAddress node, object message, IActorRef sender) => _nodes[node].Tell(message, sender);

    public override void Watch(IActorRef watcher)
    {
    }

    public override void Unwatch(IActorRef watcher)
    {
    }

    public override Departure? Gone(object message) => message is NodeGone gone ? new(Address(gone.Number), gone.Afterlife) : null;

    public sealed record NodeGone(int Number, TimeSpan Afterlife);
}
