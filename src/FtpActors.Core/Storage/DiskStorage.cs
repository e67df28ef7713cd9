using System.IO.Enumeration;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;
using FtpActors.Core.Storage.Disk;
using FtpActors.Core.Storage.Quota;

namespace FtpActors.Core.Storage;

/// <summary>The files below one directory of the machine. No path and no symbolic link leads out of it.</summary>
/// <remarks>
/// <para>Links that lead inside the root work and count as what they lead to. A link that leads outside, nowhere or in a
/// circle is listed as <see cref="FtpEntryKind.Other"/>, can be renamed and deleted, and its content is AccessDenied.
/// Delete removes a link itself. Rename moves none to another directory (AccessDenied), where it would lead to another place. On Linux everything is checked on the object that is then used, so that swapping
/// directories for links meanwhile gains nothing; elsewhere a short time is left between check and use for somebody with
/// access to the file system itself.</para>
/// <para>A view from <see cref="Under"/>, like that of a user's base, is as closed: links that leave its directory lead outside, and
/// what is of others is not seen. Within it, rights by path are those of the path that was named, not of what its links lead to: a link
/// that is renamed in its directory, or moves with a directory above it, may come under another rule. Whoever gives one user different
/// rights at different paths gives no right to rename where there are links.</para>
/// <para>Names like <c>.in.NAME.part</c> belong to uploads under way and to parts of broken ones: they are neither
/// listed nor used, and a directory that holds nothing else can be removed. A part left by a crash is overwritten by the
/// next upload of the same name.</para>
/// <para>Replacing atomically keeps the permission bits of the replaced file, not its hard links. Commit does not wait for the medium. Names that are not UTF-8 are not listed.</para>
/// </remarks>
public sealed class DiskStorage : IFtpStorage, ITimedStorage, ISpaceStorage, IResumableStorage, IPermissionStorage, ILinkStorage, IRangeStorage, INameStorage, IEntryReaderStorage, IRootableStorage, IMeasuredStorage, IAsyncDisposable
{
    /// <summary>Counting a large tree takes long, and nobody else's transfer waits for it.</summary>
    private static readonly BlockingThreads CountingThread = new(1, "ftp-count");

    private readonly Lazy<DiskTree> _tree;
    private readonly BlockingThreads _threads;
    private readonly DiskUploads _uploads;
    private readonly bool _keepsHiddenParts;
    private readonly bool _isView;

    /// <exception cref="IOException">The root cannot be made or entered.</exception>
    public DiskStorage(DiskStorageOptions options)
        : this(options, DiskTree.Open(options.Root, options.OwnerNames))
    {
    }

    internal DiskStorage(DiskStorageOptions options, DiskTree tree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.IoThreads, 1);
        _tree = new Lazy<DiskTree>(tree);
        _threads = new BlockingThreads(options.IoThreads, "ftp-disk");
        _uploads = new DiskUploads(_threads, options);
        _keepsHiddenParts = options.AtomicUploads && options.Partial == PartialUploads.Keep;
    }

    /// <summary>A view. Its directory is looked up when it is first used, on an I/O thread, and again as long as that fails.</summary>
    private DiskStorage(DiskStorage whole, FtpPath root)
    {
        _tree = new Lazy<DiskTree>(() => whole._tree.Value.Under(root), LazyThreadSafetyMode.PublicationOnly);
        (_threads, _uploads, _keepsHiddenParts, _isView) = (whole._threads, whole._uploads, whole._keepsHiddenParts, true);
    }

    /// <inheritdoc/>
    public bool SetsCreated => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <inheritdoc/>
    public bool KeepsModes => !OperatingSystem.IsWindows();

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        MayAnswerAtOnce(path, cancel) && Tree.TryEntryNear(path) is { } near
            ? Task.FromResult(near)
            : StatOnThread(path, cancel);

    private Task<FtpEntry> StatOnThread(FtpPath path, CancellationToken cancel) => Run(path, cancel, () =>
    {
        if (path.IsRoot)
        {
            using var root = Tree.Pin(path);
            return Tree.Entry(root.Facts, path.Name);
        }

        using var directory = Tree.Pin(path.Parent);
        return Tree.Entry(directory, Visible(path), path) ?? throw StorageException.NotFound(path);
    });

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => Source.FromGraph(new DiskListing(_tree, _threads, directory));

    /// <summary>Asks the directory alone, not every file in it.</summary>
    public Source<FtpEntry, NotUsed> ListNames(FtpPath directory) => Source.FromGraph(new DiskListing(_tree, _threads, directory, namesOnly: true));

    IEntryReader? IEntryReaderStorage.ReadEntries(FtpPath directory, bool namesOnly) => new DiskEntryReader(_tree, _threads, directory, namesOnly);

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) =>
        MayAnswerAtOnce(path, cancel) && Tree.TryReadNear(path, offset, ReadBudget.Shared) is { } near
            ? Task.FromResult<IStorageReader>(near)
            : OpenOnThread(path, offset, cancel);

    /// <summary>What is in memory is worth no other thread's wake-up.</summary>
    private bool MayAnswerAtOnce(FtpPath path, CancellationToken cancel) =>
        !cancel.IsCancellationRequested && _tree.IsValueCreated && !_threads.IsClosed && !PartName.IsPart(path.Name);

    private Task<IStorageReader> OpenOnThread(FtpPath path, long offset, CancellationToken cancel) =>
        Run<IStorageReader>(path, cancel, () =>
        {
            Visible(path);
            // Held before it is opened: opening a pipe would block, opening a device could do anything.
            using var place = Tree.Pin(path);
            if (place.Facts.Kind == FtpEntryKind.Directory)
                throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.");
            if (place.Facts.Kind == FtpEntryKind.Other)
                throw new StorageException(StorageFault.AccessDenied, $"{path} is no file.");
            if (place.Facts.Size - offset <= WholeReader.MostBytes && DiskReader.TryReadWhole(place.Path, offset, ReadBudget.Shared) is { } whole)
                return whole;
            return DiskReader.Open(place.Path, _threads, path, offset);
        });

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) =>
        MayAnswerAtOnce(path, cancel) && !path.IsRoot && EntryName.IsValid(path.Name) && _uploads.TryOpenLate(Tree, path, mode) is { } late
            ? Task.FromResult(late)
            : Run(path, cancel, () => _uploads.Open(Tree, NewName(path), mode, offset));

    public Task<IStorageWriter> OpenOver(FtpPath path, long start, CancellationToken cancel) =>
        Run(path, cancel, () => _uploads.OpenOver(Tree, NewName(path), start));

    public Task Delete(FtpPath path, CancellationToken cancel) => Run(path, cancel, () =>
    {
        using var spot = Existing(path);
        if (spot.Facts?.Kind == FtpEntryKind.Directory)
            throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.");
        Tree.Unlink(spot.Directory, spot.Name, path);
        return true;
    });

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Run(path, cancel, () =>
    {
        if (path.IsRoot)
            throw new StorageException(StorageFault.AlreadyExists, "The root is there.");
        using var parent = Tree.PinDirectory(NewName(path).Parent);
        Tree.MakeDirectory(parent, path.Name, path);
        return true;
    });

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Run(path, cancel, () =>
    {
        RefuseRoot(path);
        using var spot = Existing(path);
        if (spot.Facts?.Kind != FtpEntryKind.Directory)
            throw new StorageException(StorageFault.NotADirectory, $"{path} is no directory.");
        try
        {
            Tree.RemoveDirectory(spot.Directory, spot.Name, path);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.DirectoryNotEmpty)
        {
            using var directory = Tree.PinDirectory(path);
            if (!_uploads.RemoveParts(Tree, directory, path))
                throw;
            Tree.RemoveDirectory(spot.Directory, spot.Name, path);
        }

        return true;
    });

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Rename(from, to, mayReplace: true, cancel);

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) => Rename(from, to, mayReplace: false, cancel);

    private Task Rename(FtpPath from, FtpPath to, bool mayReplace, CancellationToken cancel) => Run(from, cancel, () =>
    {
        RefuseRoot(from);
        RefuseRoot(to);
        using var source = Existing(from);
        if (from == to && mayReplace)
            return true;
        if (to.IsWithin(from) && from != to)
            throw new StorageException(StorageFault.InvalidName, $"{from} cannot move into itself.");
        using var target = Tree.PinDirectory(NewName(to).Parent);
        if (source.Facts is { IsLink: true } && source.Directory.RealPath != target.RealPath)
            throw new StorageException(StorageFault.AccessDenied, $"{from} is a link: it would lead to another place from {to}.");
        var taken = Tree.Entry(target, to.Name, to);
        if (taken is { IsDirectory: true } || (taken is not null && !(mayReplace && source.Facts?.Kind != FtpEntryKind.Directory)))
            throw new StorageException(StorageFault.AlreadyExists, $"{to} exists.");
        Tree.Rename(source.Directory, source.Name, target, to.Name, replace: taken is not null, to);
        return true;
    });

    public Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel) => Run(path, cancel, () =>
    {
        using var spot = path.IsRoot ? null : DiskSpot.Locate(Tree, path);
        if (spot is null)
            Directory.SetLastWriteTimeUtc(Tree.RealRoot, utc);
        else if (spot.Facts is null || PartName.IsPart(path.Name))
            throw StorageException.NotFound(path);
        else
            File.SetLastWriteTimeUtc(spot.Directory.Child(spot.Name), utc);
        return true;
    });

    /// <summary>Linux keeps the time of creation and lets nobody set it: NotSupported there.</summary>
    public Task SetCreated(FtpPath path, DateTime utc, CancellationToken cancel) => Run(path, cancel, () =>
    {
        using var place = Tree.Pin(Shown(path));
        if (!SetsCreated)
            throw new StorageException(StorageFault.NotSupported, "The system sets no times of creation.");
        if (place.Facts.Kind == FtpEntryKind.Directory)
            Directory.SetCreationTimeUtc(place.Path, utc);
        else
            File.SetCreationTimeUtc(place.Path, utc);
        return true;
    });

    public Task SetMode(FtpPath path, UnixFileMode mode, CancellationToken cancel) => Run(path, cancel, () =>
    {
        using var place = Tree.Pin(Shown(path));
        if (place.RealPath == Tree.RealRoot)
            throw new StorageException(StorageFault.AccessDenied, $"{path} is the root.");
        if (OperatingSystem.IsWindows())
            throw new StorageException(StorageFault.NotSupported, "Windows keeps no permission bits.");
        File.SetUnixFileMode(place.Path, mode);
        return true;
    });

    /// <summary>The link is relative, so that it leads to the same place wherever the root is mounted.</summary>
    public Task MakeLink(FtpPath link, FtpPath target, CancellationToken cancel) => Run(link, cancel, () =>
    {
        using var place = Tree.Pin(Shown(target));
        using var parent = Tree.PinDirectory(NewName(link).Parent);
        if (Tree.Look(parent, link.Name) is not null)
            throw new StorageException(StorageFault.AlreadyExists, $"{link} exists.");
        File.CreateSymbolicLink(parent.Child(link.Name), Path.GetRelativePath(parent.RealPath, place.RealPath));
        return true;
    });

    public Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel) => Run<long?>(directory, cancel, () =>
    {
        using var place = Tree.PinDirectory(directory);
        var drive = OperatingSystem.IsWindows() ? Path.GetPathRoot(place.RealPath)! : place.Path;
        return new DriveInfo(drive).AvailableFreeSpace;
    });

    public Task<long?> PartialSize(FtpPath path, CancellationToken cancel) => Run(path, cancel, () =>
    {
        if (path.IsRoot || !_keepsHiddenParts)
            return null;
        using var spot = DiskSpot.OfName(Tree, path);
        return spot.Facts is null && Tree.Look(spot.Directory, PartName.Of(path.Name)) is { Kind: FtpEntryKind.File } part
            ? part.Size
            : (long?)null;
    });

    /// <summary>Links are not followed.</summary>
    Task<QuotaAmount> IMeasuredStorage.Measure() => Run(CountingThread, FtpPath.Root, default, () =>
        new FileSystemEnumerable<QuotaAmount>(
            Tree.RealRoot,
            static (ref entry) => entry.IsDirectory ? default : new QuotaAmount(entry.Length, 1),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 256 })
            .Aggregate(default(QuotaAmount), static (sum, file) => sum + file));

    /// <summary>A view that shares the threads, the uploads under way and the options, and holds nothing open.</summary>
    public IFtpStorage Under(FtpPath root) => root.IsRoot ? this : new DiskStorage(this, root);

    /// <summary>Ends the threads when what they were given is done; does nothing on a view. Files still open are closed by whoever opened them.</summary>
    public ValueTask DisposeAsync() => _isView ? ValueTask.CompletedTask : _threads.DisposeAsync();

    /// <summary>On I/O threads only, but for what never blocks.</summary>
    private DiskTree Tree => _tree.Value;

    private static string Visible(FtpPath path) =>
        PartName.IsPart(path.Name) ? throw StorageException.NotFound(path) : path.Name;

    private static FtpPath Shown(FtpPath path)
    {
        Visible(path);
        return path;
    }

    private static FtpPath NewName(FtpPath path)
    {
        if (path.IsRoot)
            throw new StorageException(StorageFault.IsADirectory, "The root is a directory.");
        EntryName.Check(path);
        return PartName.IsPart(path.Name)
            ? throw new StorageException(StorageFault.InvalidName, $"{path}: such names are kept for uploads under way.")
            : path;
    }

    private static void RefuseRoot(FtpPath path)
    {
        if (path.IsRoot)
            throw new StorageException(StorageFault.AccessDenied, "The root stays.");
    }

    private DiskSpot Existing(FtpPath path)
    {
        Visible(path);
        if (path.IsRoot)
            throw new StorageException(StorageFault.IsADirectory, "The root is a directory.");
        var spot = DiskSpot.OfName(Tree, path);
        if (spot.Facts is not null)
            return spot;
        spot.Dispose();
        throw StorageException.NotFound(path);
    }

    private Task<T> Run<T>(FtpPath path, CancellationToken cancel, Func<T> work) => Run(_threads, path, cancel, work);

    private static Task<T> Run<T>(BlockingThreads threads, FtpPath path, CancellationToken cancel, Func<T> work) => threads.Run(
        () =>
        {
            try
            {
                return work();
            }
            catch (Exception cause) when (DiskFaults.Of(cause, path) is StorageException fault && fault != cause)
            {
                throw fault;
            }
        },
        cancel);
}
