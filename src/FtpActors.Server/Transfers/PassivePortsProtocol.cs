using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>Conversation between PASV and EPSV handlers and the pool of passive listeners.</summary>
public static class PassivePortsProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>Lend a listener on <paramref name="Local"/> to <paramref name="Session"/> until its connector is used or disposed, or the session ends.</summary>
    /// <param name="Local">Address of the control connection's server end.</param>
    /// <param name="Peer">The only address that may connect.</param>
    /// <param name="Session">Watched.</param>
    /// <param name="Tag">Comes back in the answer.</param>
    public sealed record CheckOut(IPAddress Local, IPAddress Peer, IActorRef Session, object Tag) : ICommand
    {
        /// <summary>The session can use it again: it keeps the listener after a connection, while there are others.</summary>
        internal bool MayKeep { get; init; }
    }

    /// <summary>Answer: the listener is bound and listens.</summary>
    public sealed record CheckedOut(IPassiveConnector Connector, object Tag) : IEvent;

    /// <summary>Answer: every port of the range is taken.</summary>
    public sealed record NoPortFree(object Tag) : IEvent;
}

/// <summary>A listener on loan.</summary>
public interface IPassiveConnector : IDataConnector
{
    /// <summary>The port to announce.</summary>
    int Port { get; }

    /// <summary>Accepts the connection before a transfer asks for it, once, and has TLS put on it, which begins when the client does;
    /// <see cref="IDataConnector.Connect"/> then brings this. Without effect where connections only come when they are asked for.</summary>
    void ConnectEarly(Func<IDataTransport, IDataTransport> protect)
    {
    }

    /// <summary>After <see cref="ConnectEarly"/>: the transfer is to be in clear text after all.</summary>
    /// <returns>False when the client has begun TLS, so that nothing but to dispose of the connection is left.</returns>
    bool TryClear() => true;
}
