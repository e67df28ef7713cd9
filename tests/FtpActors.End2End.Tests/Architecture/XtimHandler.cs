using System.Globalization;
using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>XTIM: the server's time, UTC.</summary>
public sealed class XtimHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute) =>
        new(Outcome.Of(200, DateTime.UtcNow.ToString("u", CultureInfo.InvariantCulture)));
}
