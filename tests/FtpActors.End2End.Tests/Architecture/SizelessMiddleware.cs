using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>Does not tell how long stored files are.</summary>
public sealed class SizelessMiddleware : CommandMiddleware
{
    public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command) =>
        command.Verb == "SIZE" ? CommandVerdict.Refuse(new FtpReply(502, "Sizes are not known here.")) : CommandVerdict.Pass;
}
