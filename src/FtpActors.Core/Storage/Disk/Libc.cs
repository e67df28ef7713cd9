using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>The calls of Linux that .NET has no counterpart for: names seen from a held directory, and file types.</summary>
/// <remarks>Constants and the layout of statx(2) are the same on every architecture .NET runs on.</remarks>
internal static class Libc
{
    public const int OpenPath = 0x200000;
    public const int OpenCloseOnExec = 0x80000;

    /// <summary>O_RDONLY and O_NONBLOCK.</summary>
    public const int OpenNoWait = 0x800;
    public const int NoFollow = 0x100;
    public const int RemoveDirectory = 0x200;
    public const int EmptyPath = 0x1000;
    public const uint BasicStats = 0x7ff;
    public const uint BirthTime = 0x800;
    public const int StatxSize = 256;
    public const uint NoReplace = 1;
    public const int LockShared = 1;
    public const int LockNoWait = 4;
    public const int ResultTooLarge = 34;

    /// <summary>O_WRONLY, O_CREAT and O_EXCL.</summary>
    public const int OpenNew = 0x1 | 0x40 | 0x80;

    /// <summary>AT_EACCESS.</summary>
    public const int EffectiveAccess = 0x200;

    /// <summary>W_OK and X_OK: of a directory, names in it.</summary>
    public const int MayWriteAndEnter = 3;

    /// <summary>RWF_NOWAIT: only what is in memory.</summary>
    public const int NoWait = 8;

    private const nint OpenAt2 = 437;
    private const int FromHere = -100;

    /// <summary>RESOLVE_NO_SYMLINKS and RESOLVE_CACHED.</summary>
    private const ulong NoLinksAndNear = 0x4 | 0x20;
    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    /// <summary>With <see cref="OpenNew"/> among the flags; the umask is taken off <paramref name="mode"/>.</summary>
    [DllImport(Library, EntryPoint = "openat", SetLastError = true)]
    public static extern SafeFileHandle OpenAt(SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags, uint mode);

    [DllImport(Library, EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(SafeFileHandle file, in byte bytes, nint count);

    [DllImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    public static extern int ChangeMode(SafeFileHandle file, uint mode);

    [DllImport(Library, EntryPoint = "faccessat", SetLastError = true)]
    public static extern int Access(SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int wanted, int flags);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int Statx(
        SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags, uint mask, out StatxBuffer buffer);

    /// <summary>As above, of a descriptor; the error is not kept.</summary>
    [DllImport(Library, EntryPoint = "statx")]
    public static extern int Statx(int directory, in byte name, int flags, uint mask, out StatxBuffer buffer);

    /// <summary>As above, of a descriptor, a name that ends with a zero and a <see cref="StatxBuffer"/>, none of which moves or is let go of: with
    /// nothing left to do around the call. The error is not kept.</summary>
    [DllImport(Library, EntryPoint = "statx")]
    public static extern int Statx(int directory, nint name, int flags, uint mask, nint buffer);

    /// <summary>Of a descriptor that has no handle.</summary>
    [DllImport(Library, EntryPoint = "close")]
    public static extern int Close(int descriptor);

    /// <summary>Records into the front of <paramref name="buffer"/>: bytes, 0 at the end, or -1.</summary>
    [DllImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    public static extern nint ReadDirectory(SafeFileHandle directory, ref byte buffer, nint size);

    [DllImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    public static extern int MkdirAt(SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint mode);

    [DllImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    public static extern int UnlinkAt(SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags);

    [DllImport(Library, EntryPoint = "renameat", SetLastError = true)]
    public static extern int RenameAt(
        SafeFileHandle from,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        SafeFileHandle to,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string newName);

    [DllImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    public static extern int RenameAt2(
        SafeFileHandle from,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        SafeFileHandle to,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string newName,
        uint flags);

    [DllImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static extern int Flock(SafeFileHandle file, int operation);

    /// <summary>Returns its error; <paramref name="found"/> is <paramref name="entry"/>, or null for nobody.</summary>
    [DllImport(Library, EntryPoint = "getpwuid_r")]
    public static extern int FindUser(uint id, IntPtr entry, IntPtr buffer, nint size, out IntPtr found);

    /// <summary>As <see cref="FindUser"/>.</summary>
    [DllImport(Library, EntryPoint = "getgrgid_r")]
    public static extern int FindGroup(uint id, IntPtr entry, IntPtr buffer, nint size, out IntPtr found);

    /// <summary>Opens what can be found without waiting for a medium and without following a link: a descriptor, or -1 where that is not so.</summary>
    /// <param name="path">Absolute, UTF-8, ends with a zero.</param>
    /// <param name="flags">As of open(2).</param>
    public static int OpenNear(ReadOnlySpan<byte> path, int flags)
    {
        var how = new OpenHow { Flags = (ulong)flags, Resolve = NoLinksAndNear };
        return (int)Call(OpenAt2, FromHere, in MemoryMarshal.GetReference(path), ref how, Marshal.SizeOf<OpenHow>());
    }

    /// <summary>preadv2(2) into the front of one buffer: bytes, or -1.</summary>
    public static int ReadNow(SafeFileHandle file, byte[] buffer, int count, long offset, int flags)
    {
        var pinned = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        try
        {
            var vector = new Vector { Start = pinned.AddrOfPinnedObject(), Length = count };
            return (int)ReadVector(file, ref vector, 1, offset, flags);
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>A plain file.</summary>
    public static bool IsFile(in StatxBuffer stat) => (stat.Mode & 0xf000) == 0x8000;

    public static bool IsDirectory(in StatxBuffer stat) => (stat.Mode & 0xf000) == 0x4000;

    [DllImport(Library, EntryPoint = "fstatfs64", SetLastError = true)]
    public static extern int Statfs(SafeFileHandle file, out StatfsBuffer system);

    [DllImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Call(nint number, nint directory, in byte path, ref OpenHow how, nint size);

    [DllImport(Library, EntryPoint = "preadv64v2", SetLastError = true)]
    private static extern nint ReadVector(SafeFileHandle file, ref Vector vector, int count, long offset, int flags);

    /// <summary>struct statfs: what it begins with.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct StatfsBuffer
    {
        public nint Type;
    }

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;

        public ulong Mode;

        public ulong Resolve;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public nint Start;

        public nint Length;
    }

    /// <summary>struct statx: the fields in use.</summary>
    [StructLayout(LayoutKind.Explicit, Size = StatxSize)]
    public struct StatxBuffer
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(0x14)]
        public uint UserId;

        [FieldOffset(0x18)]
        public uint GroupId;

        [FieldOffset(0x1c)]
        public ushort Mode;

        [FieldOffset(0x20)]
        public ulong Inode;

        [FieldOffset(0x28)]
        public ulong Size;

        [FieldOffset(0x50)]
        public long CreatedSeconds;

        [FieldOffset(0x58)]
        public uint CreatedNanoseconds;

        [FieldOffset(0x70)]
        public long ModifiedSeconds;

        [FieldOffset(0x78)]
        public uint ModifiedNanoseconds;

        [FieldOffset(0x88)]
        public uint DeviceMajor;

        [FieldOffset(0x8c)]
        public uint DeviceMinor;
    }
}
