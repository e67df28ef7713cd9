using System.Net.Sockets;
using Akka.Actor;

namespace FtpActors.Server.Listening;

/// <summary>What the top actor of a server understands.</summary>
internal static class ListenerProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>Accept nothing more, end idle sessions, let transfers finish, then stop.</summary>
    /// <param name="Grace">After it transfers that still run are aborted.</param>
    public sealed record Drain(TimeSpan Grace) : ICommand;

    /// <summary>A connection came; taken over.</summary>
    /// <param name="Socket">Of the connection.</param>
    /// <param name="Acceptor">Where it came.</param>
    public sealed record Accepted(Socket Socket, Acceptor Acceptor) : IEvent;

    /// <summary>A socket did not accept; its loop waits for <see cref="Acceptor.Resume"/>.</summary>
    public sealed record AcceptFailed(Acceptor Acceptor, SocketException Cause) : IEvent;
}
