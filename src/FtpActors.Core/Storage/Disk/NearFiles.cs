using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>What the system has in memory: small files, read at once, and where uploads go. Whoever asks waits for no medium and no other thread.</summary>
/// <remarks>
/// Null says nothing about a file: it may be large, not in memory, behind a link, locked or not there. Names are resolved from the kernel's
/// memory only and without following links (openat2(2)), so that what is found lies inside the root; what is no plain file is not opened.
/// </remarks>
internal sealed class NearFiles
{
    private const uint Ext = 0xef53;
    private const uint Xfs = 0x58465342;
    private const uint Btrfs = 0x9123683e;
    private const uint Tmpfs = 0x01021994;
    private const int LongestPath = 1024;

    private readonly string _root;
    private readonly ulong _device;
    private volatile bool _isOff;

    private NearFiles(string root, ulong device, bool hasMedium)
    {
        _root = root.EndsWith('/') ? root : root + "/";
        (_device, HasMedium) = (device, hasMedium);
    }

    /// <summary>False where the whole file system lives in memory.</summary>
    public bool HasMedium { get; }

    /// <summary>Those below a directory; null where the platform or the file system cannot promise not to wait.</summary>
    /// <param name="realRoot">Without links.</param>
    /// <param name="root">It, held.</param>
    public static NearFiles? TryOpen(string realRoot, SafeFileHandle root)
    {
        try
        {
            if (Libc.Statfs(root, out var system) != 0 || Libc.Statx(root, "", Libc.EmptyPath, Libc.BasicStats, out var stat) != 0)
                return null;
            return unchecked((uint)system.Type) switch
            {
                Ext or Xfs or Btrfs => new NearFiles(realRoot, Device(stat), hasMedium: true),
                Tmpfs => new NearFiles(realRoot, Device(stat), hasMedium: false),
                _ => null,
            };
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The whole file, as <see cref="DiskReader.TryReadWhole"/>.</summary>
    public WholeReader? TryRead(FtpPath path, long offset, ReadBudget budget)
    {
        if (!MayResolve(path))
            return null;
        using var place = Resolve(path);
        if (place.IsInvalid)
            return null;
        if (Libc.Statx(place, "", Libc.EmptyPath, Libc.BasicStats, out var stat) != 0
            || !Libc.IsFile(stat)
            || Device(stat) != _device
            || (long)stat.Size - offset > WholeReader.MostBytes)
            return null;

        // By its path once more, which takes less than by the handle's name in /proc. Another one there by now is left to slower ways.
        using var file = Resolve(path, Libc.OpenNoWait);
        if (file.IsInvalid
            || Libc.Statx(file, "", Libc.EmptyPath, Libc.BasicStats, out var opened) != 0
            || opened.Inode != stat.Inode
            || Device(opened) != _device
            || Libc.Flock(file, Libc.LockShared | Libc.LockNoWait) != 0)
            return null;
        return Read(file, (long)opened.Size, offset, budget);
    }

    /// <summary>What is at a path without links, or null.</summary>
    public DiskFacts? TryLook(FtpPath path)
    {
        if (!MayResolve(path))
            return null;
        // Held for this one question: a handle would cost more than to ask it.
        var place = Find(path);
        if (place < 0)
            return null;
        var isThere = Libc.Statx(place, in MemoryMarshal.GetReference("\0"u8), Libc.EmptyPath, Libc.BasicStats | Libc.BirthTime, out var stat) == 0;
        Libc.Close(place);
        return isThere && Device(stat) == _device ? LinuxTree.Facts(stat) : null;
    }

    /// <summary>As <see cref="DiskTree.TryLocateNear"/>.</summary>
    public DiskSpot? TryLocate(FtpPath path)
    {
        if (!MayResolve(path))
            return null;
        var parent = path.Parent;
        var directory = Resolve(parent);
        if (directory.IsInvalid
            || Libc.Statx(directory, "", Libc.EmptyPath, Libc.BasicStats, out var stat) != 0
            || !Libc.IsDirectory(stat)
            || Device(stat) != _device
            || Libc.Access(directory, "", Libc.MayWriteAndEnter, Libc.EmptyPath | Libc.EffectiveAccess) != 0
            || !TryLook(directory, path, out var facts))
        {
            directory.Dispose();
            return null;
        }

        var realPath = string.Concat(_root, parent.Value.AsSpan(1));
        var place = new DiskPlace(realPath.Length > 1 ? realPath.TrimEnd('/') : realPath, LinuxTree.DescriptorPath(directory), LinuxTree.Facts(stat), directory);
        return new DiskSpot(place, path.Name, facts);
    }

    /// <summary>False when it is not known, or neither a plain file nor nothing; the facts are null for nothing.</summary>
    private bool TryLook(SafeFileHandle directory, FtpPath path, out DiskFacts? facts)
    {
        facts = null;
        Libc.StatxBuffer stat;
        if (HasMedium)
        {
            using var place = Resolve(path);
            if (place.IsInvalid)
                return Marshal.GetLastPInvokeError() == DiskFaults.Missing;
            if (Libc.Statx(place, "", Libc.EmptyPath, Libc.BasicStats, out stat) != 0)
                return false;
        }
        else if (Libc.Statx(directory, path.Name, Libc.NoFollow, Libc.BasicStats, out stat) != 0)
        {
            return Marshal.GetLastPInvokeError() == DiskFaults.Missing;
        }

        facts = LinuxTree.Facts(stat);
        return Libc.IsFile(stat) && Device(stat) == _device;
    }

    private bool MayResolve(FtpPath path) => !_isOff && path.Value.Length + _root.Length <= LongestPath && !path.Value.Contains('\0');

    private WholeReader? Read(SafeFileHandle file, long size, long offset, ReadBudget budget)
    {
        var wanted = (int)Math.Max(0, size - offset);
        if (wanted == 0)
            return new WholeReader(size, null, budget, 0);
        var taken = Math.Min(WholeReader.MostBytes, 2L * wanted);
        if (!budget.TryTake(taken))
            return null;
        var buffer = TransferChunk.Rent(wanted);
        var count = TryFill(file, buffer, wanted, offset);
        if (count == wanted)
            return new WholeReader(size, TransferChunk.OfRented(buffer, wanted), budget, taken);
        TransferChunk.Return(buffer);
        budget.GiveBack(taken);
        return null;
    }

    private int TryFill(SafeFileHandle file, byte[] buffer, int wanted, long offset)
    {
        var count = Libc.ReadNow(file, buffer, wanted, offset, HasMedium ? Libc.NoWait : 0);
        if (count < 0 && Marshal.GetLastPInvokeError() == DiskFaults.NotSupported)
            _isOff = true;
        return count;
    }

    private SafeFileHandle Resolve(FtpPath path, int flags = Libc.OpenPath) => new(Find(path, flags), ownsHandle: true);

    /// <summary>A descriptor that the caller closes; negative where memory does not lead to anything.</summary>
    private int Find(FtpPath path, int flags = Libc.OpenPath)
    {
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(_root.Length + path.Value.Length) + 1];
        var length = Encoding.UTF8.GetBytes(_root, name);
        length += Encoding.UTF8.GetBytes(path.Value.AsSpan(1), name[length..]);
        name[length] = 0;
        var place = Libc.OpenNear(name, flags | Libc.OpenCloseOnExec);
        if (place < 0 && Marshal.GetLastPInvokeError() == DiskFaults.NoSuchCall)
            _isOff = true;
        return place;
    }

    private static ulong Device(in Libc.StatxBuffer stat) => ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor;
}
