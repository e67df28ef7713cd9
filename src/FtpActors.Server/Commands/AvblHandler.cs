using Akka.Actor;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>AVBL: how many bytes can still be written below a directory; without a path, below the working directory.</summary>
/// <remarks>draft-peterson-streamlined-ftp-command-extensions §4. Replies 213 with the number; 504 when the storage cannot tell or has no
/// bound; 550 missing, not a directory, or not permitted.</remarks>
internal sealed class AvblHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<AvblHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        await execute.Storage.RequireDirectory(execute.Path, execute.Cancel);
        var available = execute.Storage is ISpaceStorage space
            ? await space.AvailableBytes(execute.Path, execute.Cancel)
            : null;
        return available is { } bytes
            ? Outcome.Of(213, $"{bytes}")
            : Outcome.Of(504, "This storage knows no bound.");
    }
}
