using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>EPRT: the client listens for the next data connection, on IPv4 or IPv6.</summary>
/// <remarks>RFC 2428 §2: <c>|1|address|port|</c> or <c>|2|address|port|</c>. Replies 200; 501; 522 for another protocol number, and
/// for the protocol that is not the control connection's, naming that one, as no address of it can be the client's; 500 for any
/// address but the client's and for ports below 1024; 503 after EPSV ALL (§4).</remarks>
internal sealed class EprtHandler : ActiveHandler
{
    private static readonly FtpReply OtherProtocol = new(522, "Network protocol not supported, use (1,2).");

    public static Props Props { get; } = Props.Create<EprtHandler>();

    protected override FtpReply? Read(Execute execute, out IPEndPoint? target)
    {
        var own = execute.Context.Remote.AddressFamily;
        return HostPort.TryParseEprt(execute.Argument.TrimEnd(' '), out target) switch
        {
            HostPortFault.None when PeerAddress.Plain(target!.Address).AddressFamily == own => null,
            HostPortFault.None => new FtpReply(522, $"Network protocol not supported here, use ({(own == AddressFamily.InterNetwork ? "1" : "2")})."),
            HostPortFault.Protocol => OtherProtocol,
            _ => CommandReplies.BadArgument(execute.Command),
        };
    }
}
