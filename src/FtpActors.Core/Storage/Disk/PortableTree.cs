using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Resolves every component of a path itself and uses the resolved path: for platforms that cannot hold a place.</summary>
/// <remarks>Somebody with access to the file system could swap a directory between the check and the use.</remarks>
internal sealed class PortableTree : DiskTree
{
    private const int MaxLinks = 40;
    private static readonly char[] ForbiddenInNames = Path.GetInvalidFileNameChars();

    /// <summary>Held from looking whether a name is free until it is taken; that of all trees below one root.</summary>
    private readonly Lock _taking;

    private PortableTree(string realRoot, Lock taking)
        : base(realRoot) => _taking = taking;

    public static PortableTree OpenResolved(string root) =>
        new(Resolve(Path.GetFullPath(root)) ?? throw new DirectoryNotFoundException($"{root} does not exist."), new Lock());

    public override DiskPlace PinReal(string realPath, FtpPath path)
    {
        try
        {
            if (Resolve(realPath) is not { } found)
                throw StorageException.NotFound(path);
            if (!IsInside(found))
                throw Outside(path);
            var facts = Facts(found) ?? throw StorageException.NotFound(path);
            return new DiskPlace(found, found, facts);
        }
        catch (Exception cause) when (DiskFaults.Of(cause, path) is StorageException fault)
        {
            throw fault;
        }
    }

    public override DiskFacts? Look(DiskPlace directory, string name) =>
        IsName(name) ? Facts(directory.Child(name)) : null;

    public override void MakeDirectory(DiskPlace directory, string name, FtpPath path) => Do(path, () =>
    {
        lock (_taking)
        {
            Refuse(directory, name, path);
            Directory.CreateDirectory(directory.Child(CheckName(name, path)));
        }
    });

    public override void RemoveDirectory(DiskPlace directory, string name, FtpPath path) =>
        Do(path, () => Directory.Delete(directory.Child(name)));

    public override void Unlink(DiskPlace directory, string name, FtpPath path) =>
        Do(path, () => File.Delete(directory.Child(name)));

    public override void Rename(DiskPlace from, string name, DiskPlace to, string newName, bool replace, FtpPath path) =>
        Do(path, () =>
        {
            lock (_taking)
            {
                if (!replace)
                    Refuse(to, newName, path);
                var target = to.Child(CheckName(newName, path));
                // File.Move refuses links to directories.
                if (Directory.Exists(from.Child(name)))
                    Directory.Move(from.Child(name), target);
                else
                    File.Move(from.Child(name), target, replace);
            }
        });

    // Windows renames an open file only when deleting is shared, and keeps other writers away. Elsewhere nobody is kept away.
    public override FileShare PartShare => FileShare.Read | FileShare.Delete;

    public override void ShareReading(FileStream part, FtpPath path)
    {
    }

    public override bool IsStill(SafeFileHandle file, DiskPlace directory, string name) => true;

    protected override DiskTree From(DiskPlace place) => new PortableTree(place.RealPath, _taking);

    private static void Do(FtpPath path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (DiskFaults.Of(cause, path) is StorageException fault && fault != cause)
        {
            throw fault;
        }
    }

    private void Refuse(DiskPlace directory, string name, FtpPath path)
    {
        if (Look(directory, name) is not null)
            throw new StorageException(StorageFault.AlreadyExists, $"{path} exists.");
    }

    // On Windows a name could otherwise hold separators, streams and devices, and lose its trailing dots.
    private static bool IsName(string name) =>
        name.IndexOfAny(ForbiddenInNames) < 0 && !(OperatingSystem.IsWindows() && name[^1] is '.' or ' ');

    private static string CheckName(string name, FtpPath path) =>
        IsName(name) ? name : throw new StorageException(StorageFault.InvalidName, $"{path} is no name here.");

    private static DiskFacts? Facts(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if ((int)info.Attributes == -1)
            return null;
        var isLink = info.LinkTarget is not null;
        var isDirectory = !isLink && info.Attributes.HasFlag(FileAttributes.Directory);
        return new DiskFacts(
            isLink ? FtpEntryKind.Other : isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            isLink,
            isLink || isDirectory ? 0 : ((FileInfo)info).Length,
            info.LastWriteTimeUtc,
            OperatingSystem.IsWindows() ? null : info.UnixFileMode,
            null,
            OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? info.CreationTimeUtc : null);
    }

    /// <summary>The path without links, or null when it leads nowhere.</summary>
    private static string? Resolve(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var left = new Stack<string>();
        Push(left, path[real.Length..]);
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            if (!IsName(name))
                return null;
            var next = Path.Join(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            Push(left, target[(Path.GetPathRoot(target)?.Length ?? 0)..]);
        }

        return real;
    }

    private static void Push(Stack<string> left, string path)
    {
        foreach (var name in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
        {
            if (name is not ("" or "."))
                left.Push(name);
        }
    }
}
