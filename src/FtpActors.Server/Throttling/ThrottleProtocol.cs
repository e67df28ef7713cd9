using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;

namespace FtpActors.Server.Throttling;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>) about how fast data may go.</summary>
/// <remarks>
/// Four limits hold at once, each for uploads and downloads by themselves: of the server, of each connection, of a user
/// over all sessions, of each session of a user. A change counts at once, also for transfers that run. Commands and
/// replies are never slowed down.
/// </remarks>
public static class ThrottleProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Whoever does not wait for the answer leaves no dead letter.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>All transfers together. Answered by <see cref="LimitSet"/>.</summary>
    /// <param name="Limit">Null goes back to what the server was started with.</param>
    public sealed record SetServerLimit(ThrottleOptions? Limit) : ICommand;

    /// <summary>Every connection by itself, those to come too. Answered by <see cref="LimitSet"/>.</summary>
    /// <param name="Limit">Null goes back to what the server was started with.</param>
    public sealed record SetConnectionLimit(ThrottleOptions? Limit) : ICommand;

    /// <summary>A user, also for logins to come. Answered by <see cref="LimitSet"/>.</summary>
    /// <param name="User">Of the server, or of a virtual host. Need not exist or be logged in.</param>
    /// <param name="Limits">In place of <see cref="FtpUser.Throttle"/>; null goes back to that.</param>
    public sealed record SetUserLimit(UserKey User, ThrottleLevels? Limits) : ICommand;

    /// <summary>One session, until it logs out. Answered by <see cref="LimitSet"/> or <see cref="NoSuchSession"/>.</summary>
    /// <param name="Session">The number of a logged-in session, as in the log.</param>
    /// <param name="Limit">In place of what each connection and each session of the user may do; null goes back to that.</param>
    public sealed record SetSessionLimit(long Session, ThrottleOptions? Limit) : ICommand;

    /// <summary>Answered by <see cref="Limits"/>.</summary>
    public sealed record GetLimits : ICommand;

    public sealed record LimitSet : IEvent;

    public sealed record NoSuchSession(long Session) : IEvent;

    /// <param name="Server">All transfers together.</param>
    /// <param name="Connection">Every connection by itself.</param>
    /// <param name="Users">All sessions of each user that is logged in.</param>
    /// <param name="Sessions">What holds for each session that is logged in by itself.</param>
    public sealed record Limits(
        ThrottleOptions Server,
        ThrottleOptions Connection,
        ImmutableDictionary<UserKey, ThrottleOptions> Users,
        ImmutableDictionary<long, ThrottleOptions> Sessions) : IEvent;
}
