using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MMD5: the MD5 of several files, whose paths are separated by commas.</summary>
/// <remarks>draft-twine-ftpmd5 §3.2: <c>252 path hash, path hash</c>. All or none. Replies 252; 450 busy; 501 no path, too many, or a
/// quote left open; 504 after RANG; 550 one is missing, a directory, or not permitted. May take long: ABOR ends it.</remarks>
internal sealed class Mmd5Handler : StreamingHandler
{
    /// <summary>Files of one command.</summary>
    private const int MostPaths = 100;

    public static Props Props { get; } = Props.Create<Mmd5Handler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.RangeEnd is not null)
            return Outcome.Of(TransferReplies.NoRange);
        var paths = PathList.Parse(execute.Argument, ',')?.ConvertAll(execute.State.WorkingDirectory.Resolve);
        if (paths is not { Count: > 0 and <= MostPaths })
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        foreach (var path in paths)
        {
            if (!execute.State.User!.Rights.Allow(path, FtpRights.Read))
                return Outcome.Of(CommandReplies.NotPermitted(path));
        }

        var hashes = new List<string>(paths.Count);
        foreach (var path in paths)
        {
            try
            {
                var hash = await StoredHash.Of(execute.Storage, path, HashKind.Md5, 0, null, Materializer, execute.Cancel);
                hashes.Add($"{PathList.Quoted(path.Value)} {hash.Hex}");
            }
            catch (Exception cause) when (FaultReplies.Find(cause, path) is not null)
            {
                return Outcome.Of(FaultReplies.Find(cause, path)!);
            }
        }

        return Outcome.Of(252, ReplyText.Exact(string.Join(", ", hashes)));
    }
}
