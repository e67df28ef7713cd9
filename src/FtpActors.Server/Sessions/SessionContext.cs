using System.Net;
using Akka.Actor;
using FtpActors.Core.Tls;

namespace FtpActors.Server.Sessions;

/// <summary>What stays the same for the whole life of a session.</summary>
/// <param name="Id">Unique in this server; part of the actor's name and of every log line.</param>
/// <param name="Local">The server's end of the control connection.</param>
/// <param name="Remote">The client's end; IPv4 addresses are plain even on a dual-stack listener.</param>
/// <param name="Started">UTC.</param>
/// <param name="Options">What the server was started with.</param>
/// <param name="PassivePorts">Lends listeners: see <see cref="Transfers.PassivePortsProtocol"/>.</param>
public sealed record SessionContext(
    long Id,
    IPEndPoint Local,
    IPEndPoint Remote,
    DateTime Started,
    FtpServerOptions Options,
    IActorRef PassivePorts)
{
    /// <summary>Of the listener the connection came from; <see cref="TlsPolicy.Off"/> where there is no TLS.</summary>
    public TlsPolicy TlsPolicy { get; init; } = TlsPolicy.Off;

    /// <summary>The connection begins with TLS, without AUTH; <see cref="TlsPolicy"/> is not <see cref="TlsPolicy.Off"/> then.</summary>
    public bool IsImplicitTls { get; init; }

    /// <summary>The server's top actor: see <see cref="SessionDirectoryProtocol"/> and <see cref="Throttling.ThrottleProtocol"/>.</summary>
    public IActorRef Server { get; init; } = ActorRefs.Nobody;

    /// <summary>What the session shows of itself.</summary>
    internal SessionView View { get; } = new();
}
