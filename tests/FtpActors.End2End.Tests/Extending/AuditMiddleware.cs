using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>Writes down who said what and what it came to.</summary>
public sealed class AuditMiddleware(Action<string> write) : CommandMiddleware
{
    public override FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply)
    {
        if (command is not null)
            write($"{context.State.User?.Name ?? "-"} {command} {reply.Code}");
        return reply;
    }
}
