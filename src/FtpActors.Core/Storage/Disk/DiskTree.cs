using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>The part of a file system below one root. Every call blocks but those that say so; failures are <see cref="StorageException"/>s.</summary>
internal abstract class DiskTree(string realRoot)
{
    /// <summary>Who knows the names of owners; null where nobody is to be asked.</summary>
    public AccountNames? Accounts { get; private set; }

    public string RealRoot => realRoot;

    /// <summary>The best that this platform has. The root is made when missing.</summary>
    /// <param name="root">A directory of the machine.</param>
    /// <param name="ownerNames">Entries have the names of their owners, where the platform can tell.</param>
    public static DiskTree Open(string root, bool ownerNames = false)
    {
        Directory.CreateDirectory(root);
        if (LinuxTree.TryOpen(root) is not { } tree)
            return PortableTree.OpenResolved(root);
        tree.Accounts = ownerNames ? new AccountNames(TimeProvider.System) : null;
        return tree;
    }

    /// <summary>The part below one of its directories, which is the root of that part: links that lead out of it lead outside.
    /// Faults: those of <see cref="PinDirectory"/>.</summary>
    public DiskTree Under(FtpPath directory)
    {
        using var place = PinDirectory(directory);
        var part = From(place);
        part.Accounts = Accounts;
        return part;
    }

    /// <summary>Finds what <paramref name="path"/> leads to, links followed. Faults: NotFound, AccessDenied (also outside the root).</summary>
    public DiskPlace Pin(FtpPath path)
    {
        if (path.Value.Contains('\0'))
            throw StorageException.NotFound(path);
        return PinReal(path.IsRoot ? realRoot : Path.Join(realRoot, path.Value), path);
    }

    /// <summary>As <see cref="Pin"/>, and it is a directory. Faults: NotADirectory also.</summary>
    public DiskPlace PinDirectory(FtpPath path)
    {
        var place = Pin(path);
        if (place.Facts.Kind == FtpEntryKind.Directory)
            return place;
        place.Dispose();
        throw new StorageException(StorageFault.NotADirectory, $"{path} is no directory.");
    }

    /// <summary>As <see cref="Pin"/>, from a path of the file system.</summary>
    /// <param name="realPath">Absolute; may hold links.</param>
    /// <param name="path">For messages.</param>
    public abstract DiskPlace PinReal(string realPath, FtpPath path);

    /// <summary>Never blocks: the whole of a small file that is in memory; null when it is not, or for any other reason.</summary>
    public virtual WholeReader? TryReadNear(FtpPath path, long offset, ReadBudget budget) => null;

    /// <summary>Never blocks: where an upload goes, if that is a file or nothing, in a directory that may be written; null when memory does
    /// not tell, or for any other reason.</summary>
    public virtual DiskSpot? TryLocateNear(FtpPath path) => null;

    /// <summary>There is no medium to wait for: what is small may be written by whoever must not block.</summary>
    public virtual bool IsInMemory => false;

    /// <summary>Makes a part, writes it and gives it its name; false when the platform has no short way, or the part is there already, and
    /// nothing was done then. Faults: those of a commit; nothing is left then.</summary>
    /// <param name="upload">Holds the claim of <paramref name="part"/>.</param>
    /// <param name="part">The hidden name.</param>
    /// <param name="mode">Of what is replaced, or null.</param>
    /// <param name="content">All of it.</param>
    public virtual bool TryPut(DiskUpload upload, string part, UnixFileMode? mode, ReadOnlySpan<byte> content) => false;

    /// <summary>What is under a name, or null when nothing is; a link is not followed.</summary>
    public abstract DiskFacts? Look(DiskPlace directory, string name);

    public abstract void MakeDirectory(DiskPlace directory, string name, FtpPath path);

    public abstract void RemoveDirectory(DiskPlace directory, string name, FtpPath path);

    /// <summary>Removes a name that is no directory; a link itself, not what it leads to.</summary>
    public abstract void Unlink(DiskPlace directory, string name, FtpPath path);

    /// <summary>Renames a file, link or directory. Faults: AlreadyExists when the new name is taken and not to be replaced.</summary>
    public abstract void Rename(DiskPlace from, string name, DiskPlace to, string newName, bool replace, FtpPath path);

    /// <summary>False when the open file is no longer the one of that name, where the platform can tell.</summary>
    public abstract bool IsStill(SafeFileHandle file, DiskPlace directory, string name);

    /// <summary>How a part is opened for writing, so that no other process writes it.</summary>
    public abstract FileShare PartShare { get; }

    /// <summary>Lets a part be read from now on, still keeping other writers away. Faults: Busy when one came in between.</summary>
    public abstract void ShareReading(FileStream part, FtpPath path);

    /// <summary>The entry of a place under a name.</summary>
    public FtpEntry Entry(in DiskFacts facts, string name) => new EntryView(name, facts, Accounts).ToEntry();

    /// <summary>The entry a client sees, or null when there is none: links count as what they lead to, and as
    /// <see cref="FtpEntryKind.Other"/> when that is outside the root or does not exist.</summary>
    public FtpEntry? Entry(DiskPlace directory, string name, FtpPath path)
    {
        if (Look(directory, name) is not { } facts)
            return null;
        if (!facts.IsLink)
            return Entry(facts, name);
        try
        {
            using var target = PinReal(directory.Child(name), path);
            return Entry(target.Facts, name);
        }
        catch (StorageException)
        {
            return Entry(facts, name) with { Mode = null };
        }
    }

    /// <summary>The entries of a directory, of which nothing is looked at yet. Faults: AccessDenied, InputOutput.</summary>
    /// <param name="directory">Held until the last one.</param>
    /// <param name="path">Its own.</param>
    /// <param name="namesOnly">Of an entry only the name counts.</param>
    public virtual DiskScan Scan(DiskPlace directory, FtpPath path, bool namesOnly) => new PortableScan(this, directory, path, namesOnly);

    /// <summary>Never blocks: the entry of a path without links that memory tells of, or null.</summary>
    public FtpEntry? TryEntryNear(FtpPath path) => Accounts is null && TryLookNear(path) is { } facts ? Entry(facts, path.Name) : null;

    /// <summary>Never blocks: the facts of what is no link, or null.</summary>
    protected virtual DiskFacts? TryLookNear(FtpPath path) => null;

    /// <summary>A tree of the same kind.</summary>
    protected abstract DiskTree From(DiskPlace place);

    protected bool IsInside(string realPath) =>
        realPath.StartsWith(realRoot, StringComparison.Ordinal)
        && (realPath.Length == realRoot.Length
            || realRoot.EndsWith(Path.DirectorySeparatorChar)
            || realPath[realRoot.Length] == Path.DirectorySeparatorChar);

    protected static StorageException Outside(FtpPath path) =>
        new(StorageFault.AccessDenied, $"{path} leads out of the root.");
}
