using Akka.Actor;
using FtpActors.Core.Auth;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>RNTO: gives what RNFR named its new name. A file that has the name already is replaced when the user may
/// overwrite or delete it; a directory never is.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 250; 450 busy; 503 without RNFR; 550 gone meanwhile, no such parent, the name is taken,
/// or not permitted; 553 name not allowed, or a directory into itself.</remarks>
internal sealed class RntoHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RntoHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (from, to) = (execute.State.RenameFrom!.Value, execute.Path);
        var mayReplace = (execute.State.User!.Rights.At(to) & (FtpRights.Overwrite | FtpRights.Delete)) != FtpRights.None;
        // Without that right the storage sees to it that nothing is replaced, also when a file comes into being meanwhile.
        await (mayReplace ? execute.Storage.Rename(from, to, execute.Cancel) : execute.Storage.RenameToFree(from, to, execute.Cancel));
        return Outcome.Of(250, $"{from} renamed to {to}.");
    }
}
