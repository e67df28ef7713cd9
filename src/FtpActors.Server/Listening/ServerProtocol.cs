using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;

namespace FtpActors.Server.Listening;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>, <c>registry.Get&lt;FtpServer&gt;()</c>) about the server itself.</summary>
/// <remarks>The actor stops once the server has: watch it to hear of that. <see cref="PoisonPill"/> stops it at once, without a word to any client.</remarks>
public static class ServerProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Accept nothing more, end idle sessions (421), let transfers finish, then stop. Answered by <see cref="Draining"/>. Sent again, a
    /// shorter grace counts.</summary>
    /// <param name="Grace">After it transfers that still run are aborted (426, 421); zero does so at once, <see cref="Timeout.InfiniteTimeSpan"/> never.</param>
    public sealed record Drain(TimeSpan Grace) : ICommand
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

        public TimeSpan Grace { get; } = Grace > Longest ? Timeout.InfiniteTimeSpan
            : Grace >= TimeSpan.Zero || Grace == Timeout.InfiniteTimeSpan ? Grace
            : throw new ArgumentOutOfRangeException(nameof(Grace));
    }

    /// <summary>Answered by <see cref="Addresses"/>.</summary>
    public sealed record GetAddresses : ICommand;

    /// <param name="Sessions">That have still to end.</param>
    public sealed record Draining(int Sessions) : IEvent;

    /// <param name="Bound">Where the server accepts, in the order of <see cref="FtpServer.Bound"/>; empty while it drains.</param>
    public sealed record Addresses(ImmutableArray<IPEndPoint> Bound) : IEvent;
}
