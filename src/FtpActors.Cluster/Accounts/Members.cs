using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace FtpActors.Cluster.Accounts;

/// <summary>The nodes of a service, as one of them sees them.</summary>
internal abstract class Members
{
    /// <summary>Those that may hold something.</summary>
    public abstract ImmutableHashSet<UniqueAddress> All { get; }

    /// <summary>Of <see cref="All"/>; at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>The node that sent a message.</summary>
    /// <param name="sender">Its actor.</param>
    /// <param name="uid">Unique number of its member.</param>
    public abstract UniqueAddress NodeOf(IActorRef sender, int uid);

    /// <summary>Sends something to the accounts' actor of a node, as whoever asks.</summary>
    public abstract void Tell(UniqueAddress node, object message, IActorRef sender);

    /// <summary>Tells an actor of what <see cref="Gone"/> understands, until it is stopped or does not want it any more.</summary>
    public abstract void Watch(IActorRef watcher);

    public abstract void Unwatch(IActorRef watcher);

    /// <summary>The node that has gone for good, where a message is about one.</summary>
    public abstract Departure? Gone(object message);

    /// <param name="Node">No member any more.</param>
    /// <param name="Afterlife">So long it may not have noticed, and go on with what it holds; zero for one that left in good order.</param>
    public sealed record Departure(UniqueAddress Node, TimeSpan Afterlife);
}
