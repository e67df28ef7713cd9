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
    private LinuxTree(string realRoot)
        : base(realRoot)
    {
    }

    /// <summary>Null where the platform does not offer what this needs.</summary>
    public static LinuxTree? TryOpen(string root)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            using var handle = Libc.Open(Path.GetFullPath(root), Libc.OpenPath | Libc.OpenCloseOnExec);
            return !handle.IsInvalid && RealPath(handle) is { } realRoot && Stat(handle, "", Libc.EmptyPath) is not null
                ? new LinuxTree(realRoot)
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

    public override DiskFacts? Look(DiskPlace directory, string name) =>
        name.Contains('\0') ? null : Stat(directory.Handle, name, Libc.NoFollow);

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

    public override bool IsStill(FileStream file, DiskPlace directory, string name) =>
        RealPath(file.SafeFileHandle) == Path.Join(directory.RealPath, name);

    /// <summary>.NET locks what is opened so, against all who ask for the lock.</summary>
    public override FileShare PartShare => FileShare.None;

    public override void ShareReading(FileStream part, FtpPath path)
    {
        // Where locks are not supported, none was taken.
        if (Libc.Flock(part.SafeFileHandle, Libc.LockShared | Libc.LockNoWait) != 0
            && Marshal.GetLastPInvokeError() == DiskFaults.WouldBlock)
            throw DiskFaults.OfError(DiskFaults.WouldBlock, path);
    }

    protected override DiskTree From(string realRoot) => new LinuxTree(realRoot);

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

    private static DiskFacts? Stat(SafeFileHandle handle, string name, int flags)
    {
        if (Libc.Statx(handle, name, flags, Libc.BasicStats | Libc.BirthTime, out var stat) != 0)
        {
            return Marshal.GetLastPInvokeError() is var error && DiskFaults.IsMissing(error)
                ? null
                : throw DiskFaults.OfError(error, FtpPath.Parse(name));
        }

        var kind = (stat.Mode & 0xf000) switch
        {
            0x8000 => FtpEntryKind.File,
            0x4000 => FtpEntryKind.Directory,
            _ => FtpEntryKind.Other,
        };
        return new DiskFacts(
            kind,
            (stat.Mode & 0xf000) == 0xa000,
            (long)stat.Size,
            Time(stat.ModifiedSeconds, stat.ModifiedNanoseconds),
            (UnixFileMode)(stat.Mode & 0xfff),
            $"{((ulong)stat.DeviceMajor << 20) | stat.DeviceMinor:x}g{stat.Inode:x}",
            (stat.Mask & Libc.BirthTime) != 0 ? Time(stat.CreatedSeconds, stat.CreatedNanoseconds) : null,
            stat.UserId,
            stat.GroupId);
    }

    private static DateTime Time(long seconds, uint nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62135596800, 253402300799)).UtcDateTime
            .AddTicks(nanoseconds / 100);

    private static string DescriptorPath(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    private static string? RealPath(SafeFileHandle handle) => new FileInfo(DescriptorPath(handle)).LinkTarget;

    private static void Check(int result, FtpPath path)
    {
        if (result != 0)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
    }
}
