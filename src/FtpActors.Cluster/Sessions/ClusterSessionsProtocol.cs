using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Server.Sessions;

namespace FtpActors.Cluster.Sessions;

/// <summary>Conversation with a node (<see cref="FtpCluster.Actor"/>) about the sessions of all nodes.</summary>
/// <remarks>
/// As <see cref="SessionDirectoryProtocol"/>, which is about the sessions of one server. Every question is answered once, to the
/// sender, within <see cref="FtpClusterOptions.AnswerTimeout"/>: nodes that were not reached or did not answer are named.
/// </remarks>
public static class ClusterSessionsProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Whoever does not wait for the answer leaves no dead letter.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Answered by <see cref="SessionList"/>.</summary>
    /// <param name="Filter">Null for all.</param>
    /// <param name="Most">Sessions the list may hold.</param>
    public sealed record ListSessions(SessionFilter? Filter = null, int Most = int.MaxValue) : ICommand;

    /// <summary>Tell a client something, as <see cref="SessionDirectoryProtocol.MessageSession"/>. Answered by <see cref="MessageQueued"/>,
    /// <see cref="NoSuchSession"/> or <see cref="NodeSilent"/>.</summary>
    public sealed record MessageSession(ClusterSessionId Session, string Text) : ICommand;

    /// <summary>As <see cref="MessageSession"/>, to several. Answered by <see cref="MessageQueued"/>.</summary>
    public sealed record MessageSessions(SessionFilter Filter, string Text) : ICommand
    {
        /// <summary>Where the sessions are; null for every node.</summary>
        public FtpNode? Node { get; init; }
    }

    /// <summary>End a session, as <see cref="SessionDirectoryProtocol.KickSession"/>. Answered by <see cref="SessionKicked"/>,
    /// <see cref="NoSuchSession"/> or <see cref="NodeSilent"/>.</summary>
    public sealed record KickSession(ClusterSessionId Session, string Reason) : ICommand;

    /// <summary>End a transfer, as <see cref="SessionDirectoryProtocol.AbortTransfer"/>. Answered by <see cref="AbortSent"/>,
    /// <see cref="NoSuchTransfer"/>, <see cref="NoSuchSession"/> or <see cref="NodeSilent"/>.</summary>
    /// <param name="Session">Where it runs.</param>
    /// <param name="Transfer">Its number in the session; null for whatever runs.</param>
    public sealed record AbortTransfer(ClusterSessionId Session, long? Transfer = null) : ICommand;

    /// <param name="Sessions">By node, then by number.</param>
    /// <param name="Total">How many there are for which the filter holds, on the nodes that answered.</param>
    /// <param name="Missing">Nodes whose sessions are not among them.</param>
    public sealed record SessionList(ImmutableArray<ClusterSession> Sessions, int Total, ImmutableArray<FtpNode> Missing) : IEvent;

    /// <param name="Sessions">How many keep the message for their client.</param>
    /// <param name="Missing">Nodes that may not have heard of it.</param>
    public sealed record MessageQueued(int Sessions, ImmutableArray<FtpNode> Missing) : IEvent;

    public sealed record SessionKicked(ClusterSessionId Session) : IEvent;

    /// <summary>The transfer is told to end; it may be done before it hears of it.</summary>
    public sealed record AbortSent(ClusterSessionId Session, long Transfer) : IEvent;

    /// <summary>The node has no such session, or is none of the cluster's any more.</summary>
    public sealed record NoSuchSession(ClusterSessionId Session) : IEvent;

    /// <param name="Session">It is there.</param>
    /// <param name="Transfer">What was asked for: it does not run, or nothing does.</param>
    public sealed record NoSuchTransfer(ClusterSessionId Session, long? Transfer) : IEvent;

    /// <summary>The node of the session is not reached or did not answer; it may have done what was asked for.</summary>
    public sealed record NodeSilent(FtpNode Node) : IEvent;
}
