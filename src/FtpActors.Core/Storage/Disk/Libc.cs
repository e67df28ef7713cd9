using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>The calls of Linux that .NET has no counterpart for: names seen from a held directory, and file types.</summary>
/// <remarks>Constants and the layout of statx(2) are the same on every architecture .NET runs on.</remarks>
internal static class Libc
{
    public const int OpenPath = 0x200000;
    public const int OpenCloseOnExec = 0x80000;
    public const int NoFollow = 0x100;
    public const int RemoveDirectory = 0x200;
    public const int EmptyPath = 0x1000;
    public const uint BasicStats = 0x7ff;
    public const uint BirthTime = 0x800;
    public const uint NoReplace = 1;
    public const int LockShared = 1;
    public const int LockNoWait = 4;
    public const int ResultTooLarge = 34;
    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int Statx(
        SafeFileHandle directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags, uint mask, out StatxBuffer buffer);

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

    /// <summary>struct statx: the fields in use.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
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
