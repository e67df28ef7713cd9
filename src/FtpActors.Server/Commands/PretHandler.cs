using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PRET: names the transfer that PASV or PORT is going to be for, so that one which cannot run needs no data connection.</summary>
/// <remarks>A convention of distributed servers (drftpd), which choose by it who listens. Replies 200; the reply the transfer
/// would get from its guards; 550 for a download of what is not there or no file; 504 for what is no transfer.</remarks>
internal sealed class PretHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<PretHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var command = CommandParser.Parse(execute.Argument);
        var spec = execute.Context.Options.Commands.Find(command.Verb);
        if (spec is null || !spec.Needed.HasFlag(Need.DataConnection))
            return Outcome.Of(504, $"{command.Verb}: not a transfer.");
        var path = spec.PathOf(command, execute.State);
        var refusal = spec.RefusalBeforeData(command, execute.State, path);
        var must = spec.Required.HasFlag(FtpRights.Read) ? PathMust.BeFile : spec.Must;
        if (refusal is null && must != PathMust.BeAnything)
            refusal = PathGuard.Refusal(must, path, await execute.Storage.Find(path, execute.Cancel));
        return Outcome.Of(refusal ?? new FtpReply(200, $"{command.Verb} may follow."));
    }
}
