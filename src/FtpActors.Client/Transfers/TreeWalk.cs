using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>Trees of files on either side, directories before what is in them.</summary>
internal static class TreeWalk
{
    /// <summary>Of a storage. What is neither file nor directory is left out.</summary>
    /// <param name="local">The storage.</param>
    /// <param name="root">Not told itself.</param>
    /// <param name="limits">Of depth and entries.</param>
    /// <param name="materializer">Runs the listings.</param>
    /// <param name="cancel">Ends the walk.</param>
    public static async IAsyncEnumerable<(FtpPath Path, FtpEntry Entry)> Local(
        IFtpStorage local, FtpPath root, ClientLimits limits, IMaterializer materializer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var directories = new Stack<(FtpPath Path, int Depth)>();
        directories.Push((root, 1));
        while (directories.TryPop(out var directory))
        {
            cancel.ThrowIfCancellationRequested();
            if (directory.Depth > limits.MaxDepth)
                throw new StorageException(StorageFault.InvalidName, $"Directories are deeper than {limits.MaxDepth}.");
            var entries = await local.List(directory.Path).Limit(limits.MaxListingEntries)
                .RunWith(Sink.Seq<FtpEntry>(), materializer).ConfigureAwait(false);
            foreach (var entry in entries.Where(one => one.IsFile || one.IsDirectory).OrderBy(one => one.Name, StringComparer.Ordinal))
            {
                var path = directory.Path.Child(entry.Name);
                if (entry.IsDirectory)
                    directories.Push((path, directory.Depth + 1));
                yield return (path, entry);
            }
        }
    }

    /// <summary>Makes a directory of a storage and those above it, as far as they are missing.</summary>
    public static async Task Make(IFtpStorage local, FtpPath directory, CancellationToken cancel)
    {
        if (directory.IsRoot)
            return;
        try
        {
            await local.MakeDirectory(directory, cancel).ConfigureAwait(false);
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            await Make(local, directory.Parent, cancel).ConfigureAwait(false);
            await local.MakeDirectory(directory, cancel).ConfigureAwait(false);
        }
        catch (StorageException there) when (there.Fault == StorageFault.AlreadyExists)
        {
            // As it should be, unless it is a file: then what is put into it fails.
        }
    }

    /// <summary>A remote path below another one as a local one: every step of it is a name.</summary>
    /// <param name="root">As it was listed.</param>
    /// <param name="path">Of an entry of that listing.</param>
    /// <param name="target">Where it goes.</param>
    public static FtpPath ToLocal(string root, string path, FtpPath target)
    {
        foreach (var name in path[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            target = target.Child(name);
        return target;
    }

    /// <summary>A local path below another one as a remote one.</summary>
    public static string ToRemote(FtpPath root, FtpPath path, string target)
    {
        var relative = path.Value[(root.IsRoot ? 1 : root.Value.Length + 1)..];
        return target.Length == 0 ? relative : target.EndsWith('/') ? target + relative : target + "/" + relative;
    }
}
