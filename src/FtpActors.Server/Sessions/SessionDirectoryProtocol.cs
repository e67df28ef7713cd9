using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>, <see cref="SessionContext.Server"/>) about its sessions.</summary>
/// <remarks>
/// Answers come from what sessions show of themselves: no session is asked, however many are listed. They go to the sender.
/// A session's limits of bytes per second are the business of <see cref="Throttling.ThrottleProtocol"/>.
/// </remarks>
public static class SessionDirectoryProtocol
{
    /// <summary>Watchers of a server at once.</summary>
    public const int MostWatchers = 64;

    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Whoever does not wait for the answer leaves no dead letter.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Answered by <see cref="SessionList"/>.</summary>
    /// <param name="Filter">Null for all.</param>
    /// <param name="Most">Sessions the list may hold.</param>
    public sealed record ListSessions(SessionFilter? Filter = null, int Most = int.MaxValue) : ICommand;

    /// <summary>Answered by <see cref="SessionFound"/> or <see cref="NoSuchSession"/>.</summary>
    public sealed record DescribeSession(long Session) : ICommand;

    /// <summary><paramref name="Watcher"/> hears a <see cref="SessionList"/> of all and from then on what changes: <see cref="SessionOpened"/>,
    /// <see cref="SessionLoggedIn"/>, <see cref="SessionLoggedOut"/>, <see cref="SessionClosed"/>; or <see cref="TooManyWatchers"/>.
    /// Until <see cref="UnwatchSessions"/>, or its own or the server's end. Idempotent.</summary>
    public sealed record WatchSessions(IActorRef Watcher) : ICommand;

    /// <summary><paramref name="Watcher"/> hears <see cref="Unwatched"/> and nothing after it. Idempotent.</summary>
    public sealed record UnwatchSessions(IActorRef Watcher) : ICommand;

    /// <summary>Tell a client something. Answered by <see cref="MessageQueued"/> or <see cref="NoSuchSession"/>.</summary>
    /// <remarks>FTP has no replies that nobody asked for: the text stands in front of the next reply 200, 221 or 226 of one
    /// line, as lines of the same reply. Of a session's unread messages the last <see cref="MessageLimits.MostMessages"/> are
    /// kept; they are dropped when its user logs out.</remarks>
    /// <param name="Session">Its number.</param>
    /// <param name="Text">One line: what breaks lines reads <c>?</c>; cut after <see cref="MessageLimits.LongestText"/> characters.</param>
    public sealed record MessageSession(long Session, string Text) : ICommand;

    /// <summary>As <see cref="MessageSession"/>, to several. Answered by <see cref="MessageQueued"/>.</summary>
    public sealed record MessageSessions(SessionFilter Filter, string Text) : ICommand;

    /// <summary>End a session: its transfer is aborted (426), then the client reads 421 with the reason. Answered by
    /// <see cref="SessionKicked"/> or <see cref="NoSuchSession"/>.</summary>
    /// <param name="Session">Its number.</param>
    /// <param name="Reason">A sentence, bounded as the text of <see cref="MessageSession"/>.</param>
    public sealed record KickSession(long Session, string Reason) : ICommand;

    /// <summary>End a transfer, and not the session: the client reads 426, an upload is rolled back. Answered by
    /// <see cref="AbortSent"/>, <see cref="NoSuchTransfer"/> or <see cref="NoSuchSession"/>.</summary>
    /// <param name="Session">Its number.</param>
    /// <param name="Transfer">Its <see cref="TransferStatus.Id"/>; null for whatever runs.</param>
    public sealed record AbortTransfer(long Session, long? Transfer = null) : ICommand;

    /// <param name="Sessions">By number, lowest first.</param>
    /// <param name="Total">How many there are for which the filter holds.</param>
    public sealed record SessionList(ImmutableArray<SessionDescription> Sessions, int Total) : IEvent;

    public sealed record SessionFound(SessionDescription Session) : IEvent;

    public sealed record NoSuchSession(long Session) : IEvent;

    /// <param name="Session">It is there.</param>
    /// <param name="Transfer">What was asked for: it does not run, or nothing does.</param>
    public sealed record NoSuchTransfer(long Session, long? Transfer) : IEvent;

    /// <param name="Sessions">How many keep the message for their client.</param>
    public sealed record MessageQueued(int Sessions) : IEvent;

    public sealed record SessionKicked(long Session) : IEvent;

    /// <summary>The transfer is told to end; it may be done before it hears of it.</summary>
    public sealed record AbortSent(long Session, long Transfer) : IEvent;

    /// <param name="Most">That many watch already.</param>
    public sealed record TooManyWatchers(int Most) : IEvent;

    public sealed record Unwatched : IEvent;

    /// <summary>A client has connected.</summary>
    public sealed record SessionOpened(SessionDescription Session) : IEvent;

    /// <param name="Session">Its number.</param>
    /// <param name="User">Who it is.</param>
    /// <param name="Host">Of the user; null for the server itself.</param>
    public sealed record SessionLoggedIn(long Session, string User, string? Host) : IEvent;

    /// <summary>USER or REIN, in a session that goes on.</summary>
    /// <param name="Session">Its number.</param>
    /// <param name="User">Who it was.</param>
    /// <param name="Host">Of the user; null for the server itself.</param>
    public sealed record SessionLoggedOut(long Session, string User, string? Host) : IEvent;

    /// <param name="Session">As it was last.</param>
    public sealed record SessionClosed(SessionDescription Session) : IEvent;
}
