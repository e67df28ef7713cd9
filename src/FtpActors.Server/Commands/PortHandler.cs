using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PORT: the client listens for the next data connection, on IPv4.</summary>
/// <remarks>RFC 959 §4.1.2: <c>h1,h2,h3,h4,p1,p2</c>. Replies 200; 501 for another syntax and on an IPv6 control connection;
/// 500 for any address but the client's and for ports below 1024; 503 after EPSV ALL (RFC 2428 §4).</remarks>
internal sealed class PortHandler : ActiveHandler
{
    private static readonly FtpReply UseEprt = new(501, "Use EPRT on an IPv6 connection.");

    public static Props Props { get; } = Props.Create<PortHandler>();

    protected override FtpReply? Read(Execute execute, out IPEndPoint? target)
    {
        if (!HostPort.TryParsePort(execute.Argument.TrimEnd(' '), out target))
            return CommandReplies.BadArgument(execute.Command);
        return execute.Context.Remote.AddressFamily == AddressFamily.InterNetwork ? null : UseEprt;
    }
}
