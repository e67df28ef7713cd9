using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>EPSV: the server listens for the next data connection, at the address of the control connection.</summary>
/// <remarks>RFC 2428 §3, §4: <c>EPSV</c>, <c>EPSV 1</c> (IPv4), <c>EPSV 2</c> (IPv6), <c>EPSV ALL</c>. Replies 229 with the port;
/// 200 for ALL; 425 when no port is free; 522 for a protocol that is not the control connection's, naming that one; 501.</remarks>
internal sealed class EpsvHandler : PassiveHandler
{
    private static readonly Outcome All = Outcome.Of(200, "From now on only EPSV announces data connections.").With(new EpsvOnly());

    public static Props Props { get; } = Props.Create<EpsvHandler>();

    protected override Outcome? WithoutPort(Execute execute)
    {
        var protocol = execute.Context.Remote.AddressFamily == AddressFamily.InterNetwork ? "1" : "2";
        var argument = execute.Argument;
        if (argument.Length == 0 || argument == protocol)
            return null;
        if (argument.Equals("ALL", StringComparison.OrdinalIgnoreCase))
            return All;
        return argument.All(char.IsAsciiDigit)
            ? Outcome.Of(522, $"Network protocol not supported here, use ({protocol}).")
            : Outcome.Of(CommandReplies.BadArgument(execute.Command));
    }

    protected override FtpReply Announcement(SessionContext context, int port) =>
        new(229, $"Entering Extended Passive Mode {HostPort.FormatEpsv(port)}.");
}
