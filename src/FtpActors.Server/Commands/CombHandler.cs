using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>COMB: puts files together: the sources are appended to the target one after the other, then removed.</summary>
/// <remarks>
/// A convention without an RFC, for uploads in parallel pieces: <c>COMB target source…</c>, paths with spaces in quotes. The target
/// is made when missing. Sources are removed only after all of them are stored; one that cannot be removed stays, and the reply
/// says why. When storing them fails, the target is as it was. Replies 250; 450 busy; 452 no space; 501 no sources, too many, one
/// twice or the target among them; 550 missing, a directory, or not permitted (Read and Delete for sources; Create or Overwrite
/// for the target). May take long: ABOR ends it while it copies, with no source removed; once everything is stored all sources go.
/// </remarks>
internal sealed class CombHandler : StreamingHandler
{
    /// <summary>Sources of one command.</summary>
    private const int MostSources = 100;

    public static Props Props { get; } = Props.Create<CombHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var paths = PathList.Parse(execute.Argument, ' ')?.ConvertAll(execute.State.WorkingDirectory.Resolve);
        if (paths is not { Count: > 1 and <= MostSources + 1 } || paths.Distinct().Count() < paths.Count)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        var (target, sources, rights) = (paths[0], paths[1..], execute.State.User!.Rights);
        var at = target;
        try
        {
            if (await StoredCopy.MayWrite(execute, target) is { } refusal)
                return Outcome.Of(refusal);
            foreach (var source in sources)
            {
                if (!rights.Allow(at = source, FtpRights.Read | FtpRights.Delete))
                    return Outcome.Of(CommandReplies.NotPermitted(source));
                await StoredCopy.RequireFile(execute, source);
            }

            // An Append to a missing file would go on with what a broken upload left.
            var mode = await execute.Storage.Find(at = target, execute.Cancel) is null ? WriteMode.Create : WriteMode.Append;
            await StoredCopy.Write(execute.Storage, sources, target, mode, Materializer, execute.Cancel);
            foreach (var source in sources)
                await execute.Storage.Delete(at = source, CancellationToken.None);
            return Outcome.Of(250, $"{sources.Count} files combined into {target}.");
        }
        catch (Exception cause) when (FaultReplies.Find(cause, at) is not null)
        {
            return Outcome.Of(FaultReplies.Find(cause, at)!);
        }
    }
}
