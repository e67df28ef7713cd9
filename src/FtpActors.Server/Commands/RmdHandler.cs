using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>RMD: removes one empty directory.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 250; 550 missing, not a directory, not empty, the root, or not permitted.</remarks>
internal sealed class RmdHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RmdHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        await execute.Storage.RemoveDirectory(execute.Path, execute.Cancel);
        return Outcome.Of(250, $"{execute.Path}: directory removed.");
    }
}
