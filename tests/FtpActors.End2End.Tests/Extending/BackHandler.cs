using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>BACK: goes to where MARK was said, once.</summary>
/// <remarks>Replies 250; 503 without MARK; 550 it is not there any more.</remarks>
public sealed class BackHandler : CommandHandler
{
    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (!execute.State.Values.TryFind<Mark>(out var mark))
            return Outcome.Of(503, "Send MARK first.");
        if (!(await execute.Storage.Stat(mark.Directory, execute.Cancel)).IsDirectory)
            return Outcome.Of(550, $"{mark.Directory}: not a directory.");
        return Outcome.Of(250, $"{mark.Directory} is the current directory.")
            .With(new MovedTo(mark.Directory))
            .With(new ValueSet<Mark>(null));
    }
}
