using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Hashing;

namespace FtpActors.Core.Storage;

/// <summary>A storage that can set times (MFMT, MFCT).</summary>
public interface ITimedStorage
{
    /// <summary>Sets the modification time (UTC, whole seconds at least). Faults: NotFound, AccessDenied.</summary>
    Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel);

    /// <summary>Times of creation, too, can be set; FEAT says so.</summary>
    bool SetsCreated => false;

    /// <summary>Sets the time at which it came into being (UTC, whole seconds at least). Faults: NotFound, AccessDenied, NotSupported.</summary>
    Task SetCreated(FtpPath path, DateTime utc, CancellationToken cancel) =>
        Task.FromException(new StorageException(StorageFault.NotSupported, "This storage cannot set times of creation."));
}

/// <summary>A storage that keeps permission bits (SITE CHMOD, MFF UNIX.mode). They are for others who use the same files: what a
/// user may do over FTP is a matter of <see cref="Auth.FtpRights"/>.</summary>
public interface IPermissionStorage
{
    /// <summary>False where every <see cref="SetMode"/> is NotSupported; FEAT says so.</summary>
    bool KeepsModes => true;

    /// <summary>Sets the permission bits. Faults: NotFound, AccessDenied (also for the root), NotSupported.</summary>
    Task SetMode(FtpPath path, UnixFileMode mode, CancellationToken cancel);
}

/// <summary>A storage that knows how much room is left (ALLO).</summary>
public interface ISpaceStorage
{
    /// <summary>Bytes that can still be written below <paramref name="directory"/>, or null when there is no bound.</summary>
    Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel);
}

/// <summary>A storage that allots room (SITE QUOTA, ALLO).</summary>
public interface IQuotaStorage
{
    /// <summary>What is allotted to whoever sees this storage, or null where nothing is. Faults: those of listings, where counting needs them.</summary>
    Task<StorageQuota?> Quota(CancellationToken cancel);
}

/// <summary>A storage that keeps what arrived of a broken upload (SIZE before REST).</summary>
public interface IResumableStorage
{
    /// <summary>Bytes from which a Resume of the missing file <paramref name="path"/> may go on, or null when there is nothing to resume.</summary>
    Task<long?> PartialSize(FtpPath path, CancellationToken cancel);
}

/// <summary>A storage that shows one of its directories as a root of its own: needed where something else than the path, like a
/// link, could lead out of that directory.</summary>
public interface IRootableStorage
{
    /// <summary>The storage seen from <paramref name="root"/>, which need not exist before the view is used, cannot be removed or renamed
    /// through it, and is left by nothing. Does not block; disposing the view disposes nothing that others use.</summary>
    IFtpStorage Under(FtpPath root);
}

/// <summary>A storage that writes into the middle of a file (RANG before STOR).</summary>
public interface IRangeStorage
{
    /// <summary>Opens a file that is there, to write over its bytes from <paramref name="start"/> on, in place, and behind its end what is
    /// left then. Nothing is ever cut off; given up, what arrived stays. Whoever writes keeps to the range. Faults: NotFound, IsADirectory,
    /// AccessDenied, Busy, InvalidName, InvalidOffset (past the end), NotSupported; NoSpace while it is written.</summary>
    Task<IStorageWriter> OpenOver(FtpPath path, long start, CancellationToken cancel);
}

/// <summary>A storage that lists names for less than it lists entries (NLST).</summary>
public interface INameStorage
{
    /// <summary>As <see cref="IFtpStorage.List"/>, but only <see cref="FtpEntry.Name"/> is to be relied on.</summary>
    Source<FtpEntry, NotUsed> ListNames(FtpPath directory);
}

/// <summary>A storage that makes symbolic links (SITE SYMLINK).</summary>
public interface ILinkStorage
{
    /// <summary>Makes <paramref name="link"/> lead to <paramref name="target"/>, which exists and lies inside the root. Faults: NotFound
    /// (target, parent of the link), AlreadyExists (link), AccessDenied, InvalidName, NotSupported.</summary>
    Task MakeLink(FtpPath link, FtpPath target, CancellationToken cancel);
}

/// <summary>A storage that copies by itself (SITE COPY): without it the server reads and writes.</summary>
public interface ICopyStorage
{
    /// <summary>Copies one file, as if it had been read and then written with <paramref name="mode"/> (Create or Replace). False when it
    /// cannot copy this one by itself; nothing has happened then. Faults: those of OpenRead and OpenWrite.</summary>
    Task<bool> TryCopy(FtpPath from, FtpPath to, WriteMode mode, CancellationToken cancel);
}

/// <summary>A storage that knows hashes of files without reading them (HASH).</summary>
public interface IHashingStorage
{
    /// <summary>The hash of the whole file as it is now, or null when only reading tells. Faults: NotFound, IsADirectory, AccessDenied.</summary>
    Task<byte[]?> KnownHash(FtpPath path, HashKind kind, CancellationToken cancel);
}

/// <summary>A reader of so little that all of it is in memory already: it is sent without a stream.</summary>
public interface IWholeReader : IStorageReader
{
    /// <summary>Everything <see cref="IStorageReader.Content"/> would bring, in its place; null where that is nothing. Called once at
    /// most, and the chunk is the caller's.</summary>
    TransferChunk? TakeWhole();
}

/// <summary>A writer that takes little without a stream.</summary>
public interface IWholeWriter : IStorageWriter
{
    /// <summary>The whole content, a memory chunk, in place of <see cref="IStorageWriter.Content"/>; called once at most. The writer's
    /// from now on: written on <see cref="IStorageWriter.Commit"/>, and before a <see cref="IStorageWriter.RollBack"/> that keeps what arrived.</summary>
    void Give(TransferChunk whole);
}

/// <summary>A reader whose file the kernel can send by itself. <see cref="IStorageReader.Content"/> of the same reader always brings memory.</summary>
public interface IRegionReader : IStorageReader
{
    /// <summary>The content as <see cref="FileRegion"/>s, from the offset to the end of the file as it was when opened.
    /// Materialized once, and in place of <see cref="IStorageReader.Content"/>.</summary>
    Source<TransferChunk, NotUsed> Regions { get; }
}

/// <summary>A writer whose file a connection can fill by itself, the kernel alone where nothing has to be decrypted.</summary>
public interface IRegionWriter : IStorageWriter
{
    /// <summary>Bytes from the start of the file to where the content begins.</summary>
    long Start { get; }

    /// <summary>The file, open. Its name in regions; touched within <see cref="Fill"/> alone.</summary>
    FileStream File { get; }

    /// <summary>Calls <paramref name="fill"/>, on the calling thread, which may block, while the file is open. What it writes, from
    /// <see cref="Start"/> on and without gaps, has to come as <see cref="FileRegion"/>s through <see cref="IStorageWriter.Content"/>
    /// afterwards, among the memory chunks, if any, in the order of the bytes.</summary>
    /// <exception cref="StorageException">The <see cref="IOException"/> of <paramref name="fill"/>.</exception>
    /// <exception cref="ObjectDisposedException">The writing has ended.</exception>
    void Fill(Action fill);
}
