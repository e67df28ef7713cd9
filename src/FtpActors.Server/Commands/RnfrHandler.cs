using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>RNFR: names the file or directory that RNTO renames.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 350; 550 missing, the root, or not permitted. A directory below which a rule takes the
/// right to rename away is not permitted: elsewhere that rule would no longer hold.</remarks>
internal sealed class RnfrHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RnfrHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var path = execute.Path;
        if (path.IsRoot || !MayMove(path, execute.State.User!.Rights))
            return Outcome.Of(CommandReplies.NotPermitted(path));
        await execute.Storage.Stat(path, execute.Cancel);
        return Outcome.Of(350, $"{path}: ready for RNTO.").With(new RenameFrom(path));
    }

    private static bool MayMove(FtpPath path, PathRights rights) =>
        rights.Rules.All(rule => !rule.Key.IsWithin(path) || rule.Value.HasFlag(FtpRights.Rename));
}
