using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Listening;

/// <summary>What the top actor of a server hears of its listeners.</summary>
internal static class ListenerProtocol
{
    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>A connection came; taken over.</summary>
    /// <param name="Transport">The connection.</param>
    /// <param name="Acceptor">Where it came.</param>
    public sealed record Accepted(IControlTransport Transport, Acceptor Acceptor) : IEvent;

    /// <summary>A socket did not accept; its loop waits for <see cref="Acceptor.Resume"/>.</summary>
    public sealed record AcceptFailed(Acceptor Acceptor, SocketException Cause) : IEvent;
}
