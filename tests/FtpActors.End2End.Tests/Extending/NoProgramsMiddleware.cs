using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>Takes no programs.</summary>
public sealed class NoProgramsMiddleware : CommandMiddleware
{
    private static readonly CommandVerdict Refused = CommandVerdict.Refuse(new FtpReply(553, "No programs, please."));

    public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command) =>
        command.Verb is "STOR" or "RNTO" && command.Argument.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            ? Refused
            : CommandVerdict.Pass;
}
