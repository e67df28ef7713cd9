using System.Collections.Immutable;
using FtpActors.Server.Sessions;

namespace FtpActors.Cluster;

public static partial class ClusterProtocol
{
    /// <summary>To another node's directory.</summary>
    public interface ISessionCommand : ICommand;

    /// <summary>From a node's directory.</summary>
    public interface ISessionEvent : IEvent
    {
        /// <summary>That answers.</summary>
        FtpNode Node { get; }
    }

    /// <summary>About one session. Answered by <see cref="SessionMissing"/> where it is not, and where <see cref="Incarnation"/> is another's.</summary>
    public interface IOneSessionCommand : ISessionCommand
    {
        /// <summary>Of the node: <see cref="FtpNode.Incarnation"/>.</summary>
        int Incarnation { get; }

        long Session { get; }
    }

    /// <summary>Answered by <see cref="SessionPage"/>s.</summary>
    /// <param name="Filter">Which.</param>
    /// <param name="Most">Sessions the pages may hold together.</param>
    public sealed record FindSessions(SessionFilter Filter, int Most) : ISessionCommand;

    /// <summary>Answered by <see cref="SessionsMessaged"/>.</summary>
    public sealed record MessageFound(SessionFilter Filter, string Text) : ISessionCommand;

    /// <summary>Answered by <see cref="SessionsMessaged"/>.</summary>
    public sealed record MessageOne(int Incarnation, long Session, string Text) : IOneSessionCommand;

    /// <summary>Answered by <see cref="SessionKicked"/>.</summary>
    public sealed record KickOne(int Incarnation, long Session, string Reason) : IOneSessionCommand;

    /// <summary>Answered by <see cref="TransferAborting"/> or <see cref="TransferMissing"/>.</summary>
    /// <param name="Incarnation">Of the node.</param>
    /// <param name="Session">Where it runs.</param>
    /// <param name="Transfer">Null for whatever runs.</param>
    public sealed record AbortOne(int Incarnation, long Session, long? Transfer) : IOneSessionCommand;

    /// <summary>A part of the sessions of a node.</summary>
    /// <param name="Node">Whose they are.</param>
    /// <param name="Sessions">By number, lowest first.</param>
    /// <param name="Total">How many there are for which the filter holds.</param>
    /// <param name="IsLast">No page follows.</param>
    public sealed record SessionPage(FtpNode Node, ImmutableArray<SessionDescription> Sessions, int Total, bool IsLast) : ISessionEvent;

    /// <param name="Node">Whose they are.</param>
    /// <param name="Sessions">That keep the message for their client.</param>
    public sealed record SessionsMessaged(FtpNode Node, int Sessions) : ISessionEvent;

    public sealed record SessionKicked(FtpNode Node, long Session) : ISessionEvent;

    public sealed record SessionMissing(FtpNode Node, long Session) : ISessionEvent;

    public sealed record TransferAborting(FtpNode Node, long Session, long Transfer) : ISessionEvent;

    public sealed record TransferMissing(FtpNode Node, long Session, long? Transfer) : ISessionEvent;
}
