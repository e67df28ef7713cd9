using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PASV: the server listens for the next data connection, on IPv4.</summary>
/// <remarks>RFC 959 §4.1.2. Replies 227 with address and port; 425 when no port is free, and on an IPv6 control
/// connection, whose address the reply cannot hold; 503 after EPSV ALL (RFC 2428 §4).</remarks>
internal sealed class PasvHandler : PassiveHandler
{
    private static readonly Outcome UseEpsv = Outcome.Of(425, "Use EPSV on an IPv6 connection.");

    public static Props Props { get; } = Props.Create<PasvHandler>();

    protected override Outcome? WithoutPort(Execute execute)
    {
        if (execute.State.EpsvOnly)
            return Outcome.Of(CommandReplies.EpsvOnly);
        return execute.Context.Remote.AddressFamily == AddressFamily.InterNetwork ? null : UseEpsv;
    }

    protected override FtpReply Announcement(SessionContext context, int port)
    {
        var address = context.Options.Passive.Address ?? PeerAddress.Plain(context.Local.Address);
        return new FtpReply(227, $"Entering Passive Mode ({HostPort.FormatPasv(new(address, port))}).");
    }
}
