using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Hashing;

namespace FtpActors.Core.Storage;

/// <summary>Another storage seen from one of its directories, which cannot be removed, renamed or given other permission bits through this view.</summary>
/// <remarks>Moves paths, so it keeps in what paths alone can keep in: a storage with links makes the view itself, as
/// <see cref="IRootableStorage"/>, and one that wraps another should pass that ability on. Has exactly the abilities of the storage it wraps. Those whose answer can be "no" are always there, and say no
/// where the storage lacks them.</remarks>
public class RootedStorage : IFtpStorage, IHashingStorage, IPermissionStorage, ILinkStorage, ICopyStorage, IRangeStorage, INameStorage, IEntryReaderStorage, IQuotaStorage
{
    private protected RootedStorage(IFtpStorage inner, FtpPath root) => (Inner, Root) = (inner, root);

    internal IFtpStorage Inner { get; }

    internal FtpPath Root { get; }

    /// <summary>The view from <paramref name="root"/>, which need not exist yet; <paramref name="storage"/> itself when that is <c>/</c>.</summary>
    public static IFtpStorage Of(IFtpStorage storage, FtpPath root)
    {
        if (root.IsRoot)
            return storage;
        if (storage is IRootableStorage rootable)
            return rootable.Under(root);
        return (storage is ITimedStorage, storage is ISpaceStorage, storage is IResumableStorage) switch
        {
            (false, false, false) => new RootedStorage(storage, root),
            (true, false, false) => new Timed(storage, root),
            (false, true, false) => new Spacious(storage, root),
            (false, false, true) => new Resumable(storage, root),
            (true, true, false) => new TimedSpacious(storage, root),
            (true, false, true) => new TimedResumable(storage, root),
            (false, true, true) => new SpaciousResumable(storage, root),
            (true, true, true) => new TimedSpaciousResumable(storage, root),
        };
    }

    public async Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel)
    {
        var entry = await Inner.Stat(path.Below(Root), cancel).ConfigureAwait(false);
        return path.IsRoot ? entry with { Name = path.Name } : entry;
    }

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => Inner.List(directory.Below(Root));

    public Source<FtpEntry, NotUsed> ListNames(FtpPath directory) =>
        Inner is INameStorage names ? names.ListNames(directory.Below(Root)) : List(directory);

    IEntryReader? IEntryReaderStorage.ReadEntries(FtpPath directory, bool namesOnly) =>
        (Inner as IEntryReaderStorage)?.ReadEntries(directory.Below(Root), namesOnly);

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) =>
        Inner.OpenRead(path.Below(Root), offset, cancel);

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) =>
        Inner.OpenWrite(path.Below(Root), mode, offset, cancel);

    public Task Delete(FtpPath path, CancellationToken cancel) => Inner.Delete(path.Below(Root), cancel);

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Inner.MakeDirectory(path.Below(Root), cancel);

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) =>
        path.IsRoot ? TheBaseStays() : Inner.RemoveDirectory(path.Below(Root), cancel);

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) =>
        from.IsRoot || to.IsRoot ? TheBaseStays() : Inner.Rename(from.Below(Root), to.Below(Root), cancel);

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) =>
        from.IsRoot || to.IsRoot ? TheBaseStays() : Inner.RenameToFree(from.Below(Root), to.Below(Root), cancel);

    public Task<byte[]?> KnownHash(FtpPath path, HashKind kind, CancellationToken cancel) =>
        Inner is IHashingStorage hashing ? hashing.KnownHash(path.Below(Root), kind, cancel) : Task.FromResult<byte[]?>(null);

    public Task SetMode(FtpPath path, UnixFileMode mode, CancellationToken cancel) =>
        Inner is not IPermissionStorage permissions ? Unable() : path.IsRoot ? TheBaseStays() : permissions.SetMode(path.Below(Root), mode, cancel);

    public bool KeepsModes => Inner is IPermissionStorage { KeepsModes: true };

    public Task MakeLink(FtpPath link, FtpPath target, CancellationToken cancel) =>
        Inner is ILinkStorage links ? links.MakeLink(link.Below(Root), target.Below(Root), cancel) : Unable();

    public Task<bool> TryCopy(FtpPath from, FtpPath to, WriteMode mode, CancellationToken cancel) =>
        Inner is ICopyStorage copies ? copies.TryCopy(from.Below(Root), to.Below(Root), mode, cancel) : Task.FromResult(false);

    public Task<IStorageWriter> OpenOver(FtpPath path, long start, CancellationToken cancel) =>
        Inner is IRangeStorage ranges ? ranges.OpenOver(path.Below(Root), start, cancel) : Task.FromException<IStorageWriter>(NotSupported());

    public Task<StorageQuota?> Quota(CancellationToken cancel) =>
        Inner is IQuotaStorage quotas ? quotas.Quota(cancel) : Task.FromResult<StorageQuota?>(null);

    private static Task Unable() => Task.FromException(NotSupported());

    private static StorageException NotSupported() => new(StorageFault.NotSupported, "The storage cannot do that.");

    private Task TheBaseStays() =>
        Task.FromException(new StorageException(StorageFault.AccessDenied, $"{Root} is a user's base directory."));

    private interface IView
    {
        IFtpStorage Inner { get; }

        FtpPath Root { get; }
    }

    private interface ITimedView : IView, ITimedStorage
    {
        Task ITimedStorage.SetModified(FtpPath path, DateTime utc, CancellationToken cancel) =>
            ((ITimedStorage)Inner).SetModified(path.Below(Root), utc, cancel);

        bool ITimedStorage.SetsCreated => ((ITimedStorage)Inner).SetsCreated;

        Task ITimedStorage.SetCreated(FtpPath path, DateTime utc, CancellationToken cancel) =>
            ((ITimedStorage)Inner).SetCreated(path.Below(Root), utc, cancel);
    }

    private interface ISpaciousView : IView, ISpaceStorage
    {
        Task<long?> ISpaceStorage.AvailableBytes(FtpPath directory, CancellationToken cancel) =>
            ((ISpaceStorage)Inner).AvailableBytes(directory.Below(Root), cancel);
    }

    private interface IResumableView : IView, IResumableStorage
    {
        Task<long?> IResumableStorage.PartialSize(FtpPath path, CancellationToken cancel) =>
            ((IResumableStorage)Inner).PartialSize(path.Below(Root), cancel);
    }

    private abstract class View(IFtpStorage inner, FtpPath root) : RootedStorage(inner, root), IView
    {
        IFtpStorage IView.Inner => Inner;

        FtpPath IView.Root => Root;
    }

    private sealed class Timed(IFtpStorage inner, FtpPath root) : View(inner, root), ITimedView;

    private sealed class Spacious(IFtpStorage inner, FtpPath root) : View(inner, root), ISpaciousView;

    private sealed class Resumable(IFtpStorage inner, FtpPath root) : View(inner, root), IResumableView;

    private sealed class TimedSpacious(IFtpStorage inner, FtpPath root) : View(inner, root), ITimedView, ISpaciousView;

    private sealed class TimedResumable(IFtpStorage inner, FtpPath root) : View(inner, root), ITimedView, IResumableView;

    private sealed class SpaciousResumable(IFtpStorage inner, FtpPath root) : View(inner, root), ISpaciousView, IResumableView;

    private sealed class TimedSpaciousResumable(IFtpStorage inner, FtpPath root)
        : View(inner, root), ITimedView, ISpaciousView, IResumableView;
}
