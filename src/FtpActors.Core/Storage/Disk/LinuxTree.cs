using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Holds places by descriptors that were looked up first and checked afterwards, so that nobody can swap a directory in between.</summary>
/// <remarks>
/// The kernel resolves a path into an O_PATH descriptor, which opens nothing and so never blocks on a pipe;
/// <c>/proc/self/fd</c> says where that descriptor really is; everything else goes through the descriptor.
/// </remarks>
internal sealed class LinuxTree : DiskTree
{
    private readonly NearFiles? _near;

    private LinuxTree(string realRoot, NearFiles? near)
        : base(realRoot) => _near = near;

    /// <summary>Null where the platform does not offer what this needs.</summary>
    public static LinuxTree? TryOpen(string root)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            using var handle = Libc.Open(Path.GetFullPath(root), Libc.OpenPath | Libc.OpenCloseOnExec);
            return !handle.IsInvalid && RealPath(handle) is { } realRoot && Stat(handle, "", Libc.EmptyPath) is not null
                ? new LinuxTree(realRoot, NearFiles.TryOpen(realRoot, handle))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    public override DiskPlace PinReal(string realPath, FtpPath path)
    {
        var handle = Libc.Open(realPath, Libc.OpenPath | Libc.OpenCloseOnExec);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            throw DiskFaults.IsMissing(error) ? StorageException.NotFound(path) : DiskFaults.OfError(error, path);
        }

        try
        {
            if (RealPath(handle) is not { } found || !IsInside(found))
                throw Outside(path);
            var facts = Stat(handle, "", Libc.EmptyPath) ?? throw StorageException.NotFound(path);
            return new DiskPlace(found, DescriptorPath(handle), facts, handle);
        }
        catch (StorageException)
        {
            handle.Dispose();
            throw;
        }
    }

    public override WholeReader? TryReadNear(FtpPath path, long offset, ReadBudget budget) => _near?.TryRead(path, offset, budget);

    public override DiskSpot? TryLocateNear(FtpPath path) => _near?.TryLocate(path);

    public override bool IsInMemory => _near is { HasMedium: false };

    public override bool TryPut(DiskUpload upload, string part, UnixFileMode? mode, ReadOnlySpan<byte> content) =>
        PutAtOnce.TryPut(upload, part, mode, content);

    protected override DiskFacts? TryLookNear(FtpPath path) => _near?.TryLook(path);

    public override DiskFacts? Look(DiskPlace directory, string name) =>
        name.Contains('\0') ? null : Stat(directory.Handle, name, Libc.NoFollow);

    public override DiskScan Scan(DiskPlace directory, FtpPath path, bool namesOnly) =>
        DirectoryNames.TryOpen(directory, path) is { } names
            ? new LinuxScan(this, names, directory, path, namesOnly)
            : base.Scan(directory, path, namesOnly);

    /// <summary>The entry of what could not be looked at: null when it is gone. Faults: AccessDenied, InputOutput.</summary>
    public FtpEntry? LookAgain(DiskPlace directory, string name, FtpPath path) =>
        Stat(directory.Handle, name, Libc.NoFollow, path) is null ? null : Entry(directory, name, path);

    public override void MakeDirectory(DiskPlace directory, string name, FtpPath path) =>
        Check(Libc.MkdirAt(directory.Handle, name, 0x1ff), path);

    public override void RemoveDirectory(DiskPlace directory, string name, FtpPath path) =>
        Check(Libc.UnlinkAt(directory.Handle, name, Libc.RemoveDirectory), path);

    public override void Unlink(DiskPlace directory, string name, FtpPath path) =>
        Check(Libc.UnlinkAt(directory.Handle, name, 0), path);

    public override void Rename(DiskPlace from, string name, DiskPlace to, string newName, bool replace, FtpPath path)
    {
        if (!replace && RenameToFree(from, name, to, newName, path))
            return;
        Check(Libc.RenameAt(from.Handle, name, to.Handle, newName), path);
    }

    public override bool IsStill(SafeFileHandle file, DiskPlace directory, string name) =>
        Libc.Statx(file, "", Libc.EmptyPath, Libc.BasicStats, out var mine) == 0 && IsNamed(mine, directory, name);

    /// <summary>As <see cref="IsStill"/>, of a file that was just asked.</summary>
    public static bool IsNamed(in Libc.StatxBuffer mine, DiskPlace directory, string name) =>
        Libc.Statx(directory.Handle, name, Libc.NoFollow, Libc.BasicStats, out var named) == 0
        && (mine.Inode, mine.DeviceMajor, mine.DeviceMinor) == (named.Inode, named.DeviceMajor, named.DeviceMinor);

    /// <summary>.NET locks what is opened so, against all who ask for the lock.</summary>
    public override FileShare PartShare => FileShare.None;

    public override void ShareReading(FileStream part, FtpPath path)
    {
        // Where locks are not supported, none was taken.
        if (Libc.Flock(part.SafeFileHandle, Libc.LockShared | Libc.LockNoWait) != 0
            && Marshal.GetLastPInvokeError() == DiskFaults.WouldBlock)
            throw DiskFaults.OfError(DiskFaults.WouldBlock, path);
    }

    protected override DiskTree From(DiskPlace place) => new LinuxTree(place.RealPath, NearFiles.TryOpen(place.RealPath, place.Handle));

    /// <summary>False when the file system cannot do it in one step and the name was free a moment ago.</summary>
    private static bool RenameToFree(DiskPlace from, string name, DiskPlace to, string newName, FtpPath path)
    {
        try
        {
            if (Libc.RenameAt2(from.Handle, name, to.Handle, newName, Libc.NoReplace) == 0)
                return true;
            var error = Marshal.GetLastPInvokeError();
            if (error is not (DiskFaults.InvalidArgument or DiskFaults.NoSuchCall))
                throw DiskFaults.OfError(error, path);
        }
        catch (EntryPointNotFoundException)
        {
            // An older libc: two steps are what is left.
        }

        if (Stat(to.Handle, newName, Libc.NoFollow) is not null)
            throw new StorageException(StorageFault.AlreadyExists, $"{path} exists.");
        return false;
    }

    private static DiskFacts? Stat(SafeFileHandle handle, string name, int flags, FtpPath? directory = null)
    {
        if (Libc.Statx(handle, name, flags, Libc.BasicStats | Libc.BirthTime, out var stat) == 0)
            return Facts(stat);
        var error = Marshal.GetLastPInvokeError();
        return DiskFaults.IsMissing(error) ? null : throw DiskFaults.OfError(error, directory?.Child(name) ?? FtpPath.Parse(name));
    }

    /// <summary>What statx(2) has found.</summary>
    public static DiskFacts Facts(in Libc.StatxBuffer stat) => new(
        (stat.Mode & 0xf000) switch
        {
            0x8000 => FtpEntryKind.File,
            0x4000 => FtpEntryKind.Directory,
            _ => FtpEntryKind.Other,
        },
        (stat.Mode & 0xf000) == 0xa000,
        Libc.IsFile(stat) ? (long)stat.Size : 0,
        Time(stat.ModifiedSeconds, stat.ModifiedNanoseconds),
        Mode(stat),
        (((ulong)stat.DeviceMajor << 20) | stat.DeviceMinor, stat.Inode),
        (stat.Mask & Libc.BirthTime) != 0 ? Time(stat.CreatedSeconds, stat.CreatedNanoseconds) : null,
        stat.UserId,
        stat.GroupId);

    public static UnixFileMode Mode(in Libc.StatxBuffer stat) => (UnixFileMode)(stat.Mode & 0xfff);

    private static DateTime Time(long seconds, uint nanoseconds) =>
        new(DateTime.UnixEpoch.Ticks + (Math.Clamp(seconds, -62135596800, 253402300799) * TimeSpan.TicksPerSecond) + (nanoseconds / 100), DateTimeKind.Utc);

    /// <summary>Of an open place, as long as it is open.</summary>
    public static string DescriptorPath(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    private static string? RealPath(SafeFileHandle handle) => new FileInfo(DescriptorPath(handle)).LinkTarget;

    private static void Check(int result, FtpPath path)
    {
        if (result != 0)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
    }
}
