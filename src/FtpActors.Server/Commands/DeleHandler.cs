using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>DELE: removes one file.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 250; 450 busy; 550 missing, a directory, or not permitted.</remarks>
internal sealed class DeleHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<DeleHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        await execute.Storage.Delete(execute.Path, execute.Cancel);
        return Outcome.Of(250, $"{execute.Path}: file removed.");
    }
}
