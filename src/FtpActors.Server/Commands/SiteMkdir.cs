using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE MKDIR: makes a directory and those above it that are missing.</summary>
/// <remarks>Replies 257 with the absolute path, also when it is there already; 452 no space; 501 no path; 550 one of the names is a
/// file, or not permitted (Directories, at each one made); 553 name not allowed.</remarks>
internal static class SiteMkdir
{
    public static ValueTask<Outcome> Run(Execute execute, string argument) =>
        SitePath.With(execute, argument, FtpRights.Directories, async path =>
        {
            var missing = new Stack<FtpPath>();
            var at = path;
            for (; await execute.Storage.Find(at, execute.Cancel) is var entry && entry is not { IsDirectory: true }; at = at.Parent)
            {
                if (entry is not null)
                    throw new StorageException(StorageFault.NotADirectory, $"{at} is no directory.");
                if (!execute.State.User!.Rights.Allow(at, FtpRights.Directories))
                    return Outcome.Of(CommandReplies.NotPermitted(at));
                missing.Push(at);
            }

            foreach (var directory in missing)
                await Make(execute, directory);
            var quoted = QuotedPath.Quote(path.Value);
            return missing.Count > 0 ? Outcome.Of(257, $"{quoted} created.") : Outcome.Of(257, $"{quoted} is there already.");
        });

    private static async Task Make(Execute execute, FtpPath directory)
    {
        try
        {
            await execute.Storage.MakeDirectory(directory, execute.Cancel);
            await SiteUmask.Apply(execute, directory);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.AlreadyExists)
        {
            // Somebody else made it meanwhile; if it is a file, whatever comes next says so.
            await execute.Storage.RequireDirectory(directory, execute.Cancel);
        }
    }
}
