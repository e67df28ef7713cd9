using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>MARK: keeps the working directory for BACK.</summary>
public sealed class MarkHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var directory = execute.State.WorkingDirectory;
        return new(Outcome.Of(200, $"{directory} is marked.").With(new ValueSet<Mark>(new Mark(directory))));
    }
}
