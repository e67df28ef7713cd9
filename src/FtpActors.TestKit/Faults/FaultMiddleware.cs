using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.TestKit.Faults;

/// <summary>Looks at every command for a fault that was ordered for it.</summary>
internal sealed class FaultMiddleware(FtpFaults faults, ArmedFaults armed, FaultyNetwork network, Func<IPAddress, int> refusingPort) : CommandMiddleware
{
    private const int Greeting = 220;
    private const int Farewell = 421;

    /// <summary>Nobody reads it.</summary>
    private static readonly FtpReply Unread = new(Farewell, "Dropped.");

    public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command)
    {
        var session = context.Session.Id;
        var fault = faults.Take(command.Verb);
        armed.Forget(session);
        switch (fault?.Kind)
        {
            case null:
                return CommandVerdict.Pass;
            case FaultKind.Reply:
                return CommandVerdict.Refuse(Answer(context, fault));
            case FaultKind.Drop:
                network.Find(context.Session)?.Reset();
                return CommandVerdict.Refuse(Unread);
            case FaultKind.Delay:
                network.Find(context.Session)?.HoldBack(fault.Span);
                return CommandVerdict.Pass;
            case FaultKind.LoseReply:
            case FaultKind.RefuseData when command.Verb is "PASV" or "EPSV":
                armed.ArmReply(session, command.Verb, fault);
                return CommandVerdict.Pass;
            default:
                armed.ArmTransfer(session, fault);
                return CommandVerdict.Pass;
        }
    }

    public override FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply)
    {
        if (command is null)
            return reply.Code == Greeting ? Greet(context, reply) : reply;
        if (reply.Code < 200 || armed.TakeReply(context.Session.Id, command.Verb) is not { } fault)
            return reply;
        if (fault.Kind == FaultKind.RefuseData)
            return Elsewhere(reply, context.Session.Local.Address);
        network.Find(context.Session)?.Reset();
        return reply;
    }

    private FtpReply Greet(MiddlewareContext context, FtpReply greeting)
    {
        var fault = faults.Take(FtpFaults.Connect);
        switch (fault?.Kind)
        {
            case FaultKind.Reply:
                return Answer(context, fault);
            case FaultKind.Drop:
                network.Find(context.Session)?.Reset();
                return greeting;
            case FaultKind.Delay:
                network.Find(context.Session)?.HoldBack(fault.Span);
                return greeting;
            default:
                return greeting;
        }
    }

    private FtpReply Answer(MiddlewareContext context, FtpFault fault)
    {
        if (fault.Answer!.Code == Farewell)
            network.Find(context.Session)?.EndAfterWrite();
        return fault.Answer;
    }

    /// <summary>The same announcement with a port that refuses.</summary>
    private FtpReply Elsewhere(FtpReply reply, IPAddress local)
    {
        var port = refusingPort(PeerAddress.Plain(local));
        return reply.Code switch
        {
            227 when HostPort.TryParsePasv(reply.Text, out var named) =>
                new FtpReply(227, $"Entering Passive Mode ({HostPort.FormatPasv(new IPEndPoint(named.Address, port))})."),
            229 => new FtpReply(229, $"Entering Extended Passive Mode {HostPort.FormatEpsv(port)}."),
            _ => reply,
        };
    }
}
