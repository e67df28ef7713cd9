using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>KIND: tells whether something is a file or a directory.</summary>
public sealed class KindHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute) =>
        new(Outcome.Of(213, $"{execute.Path} is a {execute.Entry!.Kind}."));
}
