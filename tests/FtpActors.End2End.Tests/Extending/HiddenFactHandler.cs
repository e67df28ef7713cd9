using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>MLSD: the facts there are, and one more: whether the name begins with a dot.</summary>
public sealed class HiddenFactHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var (path, state) = (execute.Path, execute.State);
        var lines = new LinesReader(execute.Storage.List(path), entry => Line(entry, state, state.User!.Rights.At(path.Child(entry.Name))));
        var opening = new FtpReply(150, $"Opening data connection for {path}.");
        return new(Outcome.Of(TransferPlan.Send("MLSD", path, lines, opening)));
    }

    private static string Line(FtpEntry entry, SessionState state, FtpRights rights) =>
        $"X.hidden={(entry.Name.StartsWith('.') ? 1 : 0)};{FactsListing.Line(entry, entry.Name, state.Facts, rights)}";
}
