using FtpActors.Client.Connections;
using FtpActors.Client.Transfers;
using FtpActors.Core.Storage;

namespace FtpActors.Client;

public sealed partial class FtpClient
{
    /// <summary>Fetches a file, or a directory with all that is in it.</summary>
    /// <param name="remote">The server's file or directory.</param>
    /// <param name="localDirectory">Where the copy goes, under its own name; made when missing.</param>
    /// <param name="writeInto">What is in the remote directory goes into the local one itself.</param>
    /// <param name="options">For each file.</param>
    /// <param name="cancel">Ends it; what is complete stays.</param>
    /// <returns>One result for each file. Links and special files are left out.</returns>
    public async Task<IReadOnlyList<TransferResult>> DownloadTree(
        string remote, string localDirectory, bool writeInto = false, TransferOptions? options = null, CancellationToken cancel = default)
    {
        await using var place = LocalPlace.OfDirectory(localDirectory);
        return await DownloadTree(remote, place.Storage, place.Path, writeInto, options, cancel).ConfigureAwait(false);
    }

    /// <summary>As above, into a storage.</summary>
    public async Task<IReadOnlyList<TransferResult>> DownloadTree(
        string remote, IFtpStorage local, FtpPath target, bool writeInto = false, TransferOptions? options = null, CancellationToken cancel = default)
    {
        var entry = await Stat(remote, cancel).ConfigureAwait(false);
        var isNamed = NameOf(remote) is not ("/" or "." or "..");
        await TreeWalk.Make(local, target, cancel).ConfigureAwait(false);
        if (!entry.IsDirectory)
            return [await Download(remote, local, target.Child(NameOf(remote)), options, cancel).ConfigureAwait(false)];
        if (!writeInto && isNamed)
        {
            target = target.Child(NameOf(remote));
            await TreeWalk.Make(local, target, cancel).ConfigureAwait(false);
        }

        var results = new List<TransferResult>();
        foreach (var inner in await ListAll(remote, recursive: true, cancel).ConfigureAwait(false))
        {
            var path = TreeWalk.ToLocal(remote, inner.Path, target);
            if (inner.IsDirectory)
                await TreeWalk.Make(local, path, cancel).ConfigureAwait(false);
            else if (inner.IsFile)
                results.Add(await Download(inner.Path, local, path, options, cancel).ConfigureAwait(false));
        }

        return results;
    }

    /// <summary>Sends a file, or a directory with all that is in it.</summary>
    /// <param name="localPath">The file or directory.</param>
    /// <param name="remoteDirectory">Where the copy goes, under its own name; made when missing. Empty for the current directory.</param>
    /// <param name="writeInto">What is in the local directory goes into the remote one itself.</param>
    /// <param name="options">For each file.</param>
    /// <param name="cancel">Ends it; what is complete stays.</param>
    /// <returns>One result for each file.</returns>
    public async Task<IReadOnlyList<TransferResult>> UploadTree(
        string localPath, string remoteDirectory, bool writeInto = false, TransferOptions? options = null, CancellationToken cancel = default)
    {
        CommandText.Check(remoteDirectory);
        if (!Directory.Exists(localPath))
        {
            if (remoteDirectory.Length > 0)
                await MakeDirectory(remoteDirectory, cancel: cancel).ConfigureAwait(false);
            return [await Upload(localPath, Below(remoteDirectory, Path.GetFileName(localPath)), options, cancel).ConfigureAwait(false)];
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(localPath)));
        await using var place = LocalPlace.OfDirectory(localPath);
        var target = writeInto || name.Length == 0 ? remoteDirectory : Below(remoteDirectory, name);
        return await UploadTree(place.Storage, place.Path, target, options, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends what is in a directory of a storage into a remote directory, which is made when missing.</summary>
    public async Task<IReadOnlyList<TransferResult>> UploadTree(
        IFtpStorage local, FtpPath source, string remoteDirectory, TransferOptions? options = null, CancellationToken cancel = default)
    {
        if (CommandText.Check(remoteDirectory).Length > 0)
            await MakeDirectory(remoteDirectory, cancel: cancel).ConfigureAwait(false);
        var results = new List<TransferResult>();
        await foreach (var (path, entry) in TreeWalk.Local(local, source, Options.Limits, Materializer, cancel).ConfigureAwait(false))
        {
            var remote = TreeWalk.ToRemote(source, path, remoteDirectory);
            if (entry.IsDirectory)
                await MakeMissing(remote, true, cancel).ConfigureAwait(false);
            else
                results.Add(await Upload(local, path, remote, options, cancel).ConfigureAwait(false));
        }

        return results;
    }
}
