using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage.Quota;

namespace FtpActors.Core.Storage;

/// <summary>Another storage in which no more than a number of bytes and files may be written. Has the abilities of the storage it wraps.</summary>
/// <remarks>Counts before the first upload. An upload counts while it is under way, beside what it replaces; one that exceeds the limit
/// fails with QuotaExceeded.</remarks>
internal class QuotaStorage : IFtpStorage, IQuotaStorage, ISpaceStorage, IHashingStorage, IPermissionStorage, ILinkStorage, ICopyStorage, IRangeStorage, INameStorage, IEntryReaderStorage
{
    private readonly IQuotaUsage _usage;

    private QuotaStorage(IFtpStorage inner, IQuotaUsage usage) => (Inner, _usage) = (inner, usage);

    internal IFtpStorage Inner { get; }

    public bool KeepsModes => Inner is IPermissionStorage { KeepsModes: true };

    /// <param name="inner">The files of the user.</param>
    /// <param name="usage">Shared with others who write as this user.</param>
    public static QuotaStorage Of(IFtpStorage inner, IQuotaUsage usage) => (inner is ITimedStorage, inner is IResumableStorage) switch
    {
        (false, false) => new QuotaStorage(inner, usage),
        (true, false) => new Timed(inner, usage),
        (false, true) => new Resumable(inner, usage),
        (true, true) => new TimedResumable(inner, usage),
    };

    public async Task<StorageQuota?> Quota(CancellationToken cancel)
    {
        var (used, limit) = (await _usage.Used(cancel).ConfigureAwait(false), _usage.Limit);
        return new(used.Bytes, Bound(limit.Bytes), used.Files, Bound(limit.Files));
    }

    public async Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel)
    {
        var room = Inner is ISpaceStorage space ? await space.AvailableBytes(directory, cancel).ConfigureAwait(false) : null;
        if (Bound(_usage.Limit.Bytes) is not { } limit)
            return room;
        var left = Math.Max(0, limit - (await _usage.Used(cancel).ConfigureAwait(false)).Bytes);
        return room < left ? room : left;
    }

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => Inner.Stat(path, cancel);

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => Inner.List(directory);

    public Source<FtpEntry, NotUsed> ListNames(FtpPath directory) => Inner is INameStorage names ? names.ListNames(directory) : Inner.List(directory);

    public IEntryReader? ReadEntries(FtpPath directory, bool namesOnly) => (Inner as IEntryReaderStorage)?.ReadEntries(directory, namesOnly);

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => Inner.OpenRead(path, offset, cancel);

    public async Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel)
    {
        var files = Bound(_usage.Limit.Files) is not null && !await IsThere(path, cancel).ConfigureAwait(false) ? 1 : 0;
        await _usage.Take(new QuotaAmount(0, files), cancel).ConfigureAwait(false);
        try
        {
            return new QuotaWriter(await Inner.OpenWrite(path, mode, offset, cancel).ConfigureAwait(false), _usage, files);
        }
        catch
        {
            _usage.End(new QuotaAmount(0, files));
            throw;
        }
    }

    public async Task<IStorageWriter> OpenOver(FtpPath path, long start, CancellationToken cancel)
    {
        if (Inner is not IRangeStorage ranges)
            throw NotSupported();
        await _usage.Take(default, cancel).ConfigureAwait(false);
        var writer = await ranges.OpenOver(path, start, cancel).ConfigureAwait(false);
        try
        {
            // Nobody else writes it now.
            var size = (await Inner.Stat(path, cancel).ConfigureAwait(false)).Size;
            return new QuotaWriter(writer, _usage, free: Math.Max(0, size - start));
        }
        catch
        {
            await writer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task Delete(FtpPath path, CancellationToken cancel) => Freeing(Inner.Delete(path, cancel));

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Inner.MakeDirectory(path, cancel);

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Freeing(Inner.RemoveDirectory(path, cancel));

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Freeing(Inner.Rename(from, to, cancel));

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) => Inner.RenameToFree(from, to, cancel);

    public Task<byte[]?> KnownHash(FtpPath path, HashKind kind, CancellationToken cancel) =>
        Inner is IHashingStorage hashing ? hashing.KnownHash(path, kind, cancel) : Task.FromResult<byte[]?>(null);

    public Task SetMode(FtpPath path, UnixFileMode mode, CancellationToken cancel) =>
        Inner is IPermissionStorage permissions ? permissions.SetMode(path, mode, cancel) : Task.FromException(NotSupported());

    public Task MakeLink(FtpPath link, FtpPath target, CancellationToken cancel) =>
        Inner is ILinkStorage links ? links.MakeLink(link, target, cancel) : Task.FromException(NotSupported());

    /// <summary>Never: what is copied has to be taken first, as it is by reading and writing.</summary>
    public Task<bool> TryCopy(FtpPath from, FtpPath to, WriteMode mode, CancellationToken cancel) => Task.FromResult(false);

    private async Task Freeing(Task done)
    {
        await done.ConfigureAwait(false);
        _usage.Freed();
    }

    private async Task<bool> IsThere(FtpPath path, CancellationToken cancel)
    {
        try
        {
            await Inner.Stat(path, cancel).ConfigureAwait(false);
            return true;
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.NotFound)
        {
            return false;
        }
    }

    private static long? Bound(long limit) => limit == long.MaxValue ? null : limit;

    private static StorageException NotSupported() => new(StorageFault.NotSupported, "The storage cannot do that.");

    private interface IWrapper
    {
        IFtpStorage Inner { get; }
    }

    private interface ITimedWrapper : IWrapper, ITimedStorage
    {
        Task ITimedStorage.SetModified(FtpPath path, DateTime utc, CancellationToken cancel) => ((ITimedStorage)Inner).SetModified(path, utc, cancel);

        bool ITimedStorage.SetsCreated => ((ITimedStorage)Inner).SetsCreated;

        Task ITimedStorage.SetCreated(FtpPath path, DateTime utc, CancellationToken cancel) => ((ITimedStorage)Inner).SetCreated(path, utc, cancel);
    }

    private interface IResumableWrapper : IWrapper, IResumableStorage
    {
        Task<long?> IResumableStorage.PartialSize(FtpPath path, CancellationToken cancel) => ((IResumableStorage)Inner).PartialSize(path, cancel);
    }

    private abstract class Wrapper(IFtpStorage inner, IQuotaUsage usage) : QuotaStorage(inner, usage), IWrapper
    {
        IFtpStorage IWrapper.Inner => Inner;
    }

    private sealed class Timed(IFtpStorage inner, IQuotaUsage usage) : Wrapper(inner, usage), ITimedWrapper;

    private sealed class Resumable(IFtpStorage inner, IQuotaUsage usage) : Wrapper(inner, usage), IResumableWrapper;

    private sealed class TimedResumable(IFtpStorage inner, IQuotaUsage usage) : Wrapper(inner, usage), ITimedWrapper, IResumableWrapper;
}
