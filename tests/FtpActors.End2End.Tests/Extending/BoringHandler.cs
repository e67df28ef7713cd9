using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>NOOP: says how exciting it is.</summary>
public sealed class BoringHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute) => new(Outcome.Of(200, "boring"));
}
