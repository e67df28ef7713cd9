using System.Runtime.CompilerServices;
using Akka.Streams;
using FtpActors.Client.Transfers;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Mirroring;

/// <summary>A directory of a storage.</summary>
internal sealed class LocalSide(IFtpStorage storage, FtpPath root, ClientLimits limits, IMaterializer materializer) : IMirrorSide
{
    public IFtpStorage Storage => storage;

    public IReadOnlyList<HashKind> Hashes { get; } = [HashKind.Sha256, HashKind.Sha512, HashKind.Sha1, HashKind.Md5, HashKind.Crc32];

    public async IAsyncEnumerable<(string Path, MirrorItem? Item)> List(bool mayBeMissing, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (mayBeMissing && !await IsThere(cancel).ConfigureAwait(false))
            yield break;
        await foreach (var (path, entry) in TreeWalk.Local(storage, root, limits, materializer, cancel).ConfigureAwait(false))
        {
            var below = TreeWalk.ToRemote(root, path, "");
            yield return (below, new MirrorItem(below, entry.IsDirectory, entry.Size, entry.Modified));
        }
    }

    public Task<string> Hash(string path, HashKind kind, CancellationToken cancel) => LocalHash.Of(storage, At(path), kind, materializer, cancel);

    public Task MakeDirectory(string path, CancellationToken cancel) => TreeWalk.Make(storage, At(path), cancel);

    public Task RemoveFile(string path, CancellationToken cancel) => storage.Delete(At(path), cancel);

    public Task RemoveDirectory(string path, CancellationToken cancel) => storage.RemoveDirectory(At(path), cancel);

    public FtpPath At(string path) => path.Length == 0 ? root : root.Resolve(path);

    private async Task<bool> IsThere(CancellationToken cancel)
    {
        try
        {
            await storage.Stat(root, cancel).ConfigureAwait(false);
            return true;
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            return false;
        }
    }
}
