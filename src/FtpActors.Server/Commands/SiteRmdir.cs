using System.Collections.Immutable;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE RMDIR: removes a directory and everything in it. Links are removed, never followed.</summary>
/// <remarks>Needs the rights to delete and to remove directories at every path below, which is checked before anything is removed.
/// Replies 250; 450 busy; 501 no path; 550 missing, not a directory, the root, or not permitted. Ends at the first thing that cannot
/// be removed; what was removed until then is gone. May take long: ABOR ends it likewise.</remarks>
internal static class SiteRmdir
{
    /// <summary>Entries taken from a directory at once.</summary>
    private const int BatchSize = 1_000;

    private const FtpRights Needed = FtpRights.Delete | FtpRights.Directories;

    public static ValueTask<Outcome> Run(Execute execute, string argument) => SitePath.With(execute, argument, Needed, async path =>
    {
        if (path.IsRoot || !execute.State.User!.Rights.AllowWithin(path, Needed))
            return Outcome.Of(CommandReplies.NotPermitted(path));
        await execute.Storage.RequireDirectory(path, execute.Cancel);
        if (!await TryDelete(execute, path))
            await RemoveTree(execute, path);
        return Outcome.Of(250, $"{path}: directory removed with everything in it.");
    });

    /// <summary>A directory is looked at until it is empty, then removed: so the names of a huge one need not be held.</summary>
    private static async Task RemoveTree(Execute execute, FtpPath top)
    {
        var left = new Stack<FtpPath>([top]);
        while (left.TryPeek(out var directory))
        {
            var batch = await Batch(execute, directory);
            foreach (var entry in batch)
            {
                if (!await TryDelete(execute, directory.Child(entry.Name)))
                    left.Push(directory.Child(entry.Name));
            }

            if (batch.Count == 0)
                await execute.Storage.RemoveDirectory(left.Pop(), execute.Cancel);
        }
    }

    private static async Task<IImmutableList<FtpEntry>> Batch(Execute execute, FtpPath directory) =>
        await execute.Storage.List(directory)
            .Take(BatchSize)
            .Via(execute.Cancel.AsFlow<FtpEntry>(cancelGracefully: false))
            .RunWith(Sink.Seq<FtpEntry>(), execute.Materializer);

    /// <summary>False for a directory. Asking for the deletion, not for the kind, takes a link to a directory for what it is.</summary>
    private static async Task<bool> TryDelete(Execute execute, FtpPath path)
    {
        execute.Cancel.ThrowIfCancellationRequested();
        try
        {
            await execute.Storage.Delete(path, execute.Cancel);
            return true;
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.IsADirectory)
        {
            return false;
        }
    }
}
