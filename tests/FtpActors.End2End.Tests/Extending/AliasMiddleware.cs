using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>Understands DIR as LIST.</summary>
public sealed class AliasMiddleware : CommandMiddleware
{
    public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command) => command.Verb == "DIR"
        ? CommandVerdict.Rewrite(command with { Verb = "LIST" })
        : CommandVerdict.Pass;
}
