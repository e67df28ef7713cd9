using System.Collections.Immutable;
using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage;

/// <summary>A storage with others in some of its directories: what lies below such a directory is the other storage's.</summary>
/// <remarks>
/// The directory of a mount is there, also when the storage below has none of that name, cannot be made, removed or renamed, and hides
/// what the storage below has in its place. Nothing is renamed from one storage into another (NotSupported). Abilities beyond
/// <see cref="IFtpStorage"/> are not passed on, but for that of views: a user whose base lies inside a mount has all
/// abilities of that storage.
/// </remarks>
public sealed class MountedStorage : IFtpStorage, IRootableStorage
{
    private readonly IFtpStorage _below;
    private readonly ImmutableArray<(FtpPath At, IFtpStorage Storage)> _mounts;
    private readonly DateTime _started = DateTime.UtcNow;

    /// <param name="below">Has everything that no mount has.</param>
    /// <param name="mounts">By directory, none of which is the root or lies inside another; the directories that hold them are in
    /// <paramref name="below"/>, or are to be made.</param>
    /// <exception cref="ArgumentException">A mount is at the root or inside another.</exception>
    public MountedStorage(IFtpStorage below, IEnumerable<KeyValuePair<FtpPath, IFtpStorage>> mounts)
    {
        _below = below;
        _mounts = [.. mounts.Select(mount => (mount.Key, mount.Value))];
        if (_mounts.Any(mount => mount.At.IsRoot || _mounts.Count(other => mount.At.IsWithin(other.At)) > 1))
            throw new ArgumentException("A mount is below the root and inside no other mount.", nameof(mounts));
    }

    public IFtpStorage Under(FtpPath root)
    {
        var (storage, path, isMount) = Find(root);
        if (isMount)
            return RootedStorage.Of(storage, path);
        var inside = _mounts.Where(mount => mount.At.IsWithin(root)).Select(mount => KeyValuePair.Create(FtpPath.Parse(mount.At.Value[root.Value.Length..]), mount.Storage));
        return root.IsRoot ? this : new MountedStorage(RootedStorage.Of(_below, root), inside);
    }

    public async Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel)
    {
        var (storage, inner, isMount) = Find(path);
        var entry = await storage.Stat(inner, cancel).ConfigureAwait(false);
        return isMount && inner.IsRoot ? entry with { Name = path.Name } : entry;
    }

    public Source<FtpEntry, NotUsed> List(FtpPath directory)
    {
        var (storage, inner, isMount) = Find(directory);
        var entries = storage.List(inner);
        if (isMount)
            return entries;
        var here = _mounts.Where(mount => mount.At.Parent == directory).Select(mount => mount.At.Name).ToImmutableHashSet(StringComparer.Ordinal);
        return here.IsEmpty
            ? entries
            : entries.Where(entry => !here.Contains(entry.Name))
                .Concat(Source.From(here.Select(name => new FtpEntry { Name = name, Kind = FtpEntryKind.Directory, Modified = _started })));
    }

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel)
    {
        var (storage, inner, _) = Find(path);
        return storage.OpenRead(inner, offset, cancel);
    }

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel)
    {
        var (storage, inner, _) = Find(path);
        return storage.OpenWrite(inner, mode, offset, cancel);
    }

    public Task Delete(FtpPath path, CancellationToken cancel)
    {
        var (storage, inner, _) = Find(path);
        return storage.Delete(inner, cancel);
    }

    public Task MakeDirectory(FtpPath path, CancellationToken cancel)
    {
        var (storage, inner, _) = Find(path);
        return storage.MakeDirectory(inner, cancel);
    }

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel)
    {
        var (storage, inner, _) = Find(path);
        return HoldsMount(path) ? Denied(path) : storage.RemoveDirectory(inner, cancel);
    }

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) =>
        Rename(from, to, (storage, source, target) => storage.Rename(source, target, cancel));

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) =>
        Rename(from, to, (storage, source, target) => storage.RenameToFree(source, target, cancel));

    private static Task Denied(FtpPath path) =>
        Task.FromException(new StorageException(StorageFault.AccessDenied, $"{path} holds a mount."));

    private Task Rename(FtpPath from, FtpPath to, Func<IFtpStorage, FtpPath, FtpPath, Task> rename)
    {
        if (HoldsMount(from) || HoldsMount(to))
            return Denied(from);
        var ((source, inner, _), (target, renamed, _)) = (Find(from), Find(to));
        return ReferenceEquals(source, target)
            ? rename(source, inner, renamed)
            : Task.FromException(new StorageException(StorageFault.NotSupported, $"{from} and {to} are in different storages."));
    }

    private bool HoldsMount(FtpPath path) => _mounts.Any(mount => mount.At.IsWithin(path));

    private (IFtpStorage Storage, FtpPath Path, bool IsMount) Find(FtpPath path)
    {
        foreach (var (at, storage) in _mounts)
        {
            if (path.IsWithin(at))
                return (storage, FtpPath.Parse(path.Value[at.Value.Length..]), true);
        }

        return (_below, path, false);
    }
}
