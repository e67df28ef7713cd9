using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Names in a directory as the kernel gives them, by getdents64(2). Linux only; every call blocks.</summary>
internal sealed class DirectoryNames : IDisposable
{
    private const int BufferSize = 32 * 1024;

    /// <summary>struct linux_dirent64: where the length of a record stands, and where the name begins.</summary>
    private const int LengthAt = 16;

    private const int NameAt = 19;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _directory;
    private readonly int _descriptor;
    private readonly byte[] _buffer;
    private Libc.StatxBuffer _stat;
    private int _filled;
    private int _next;
    private int _name;

    private DirectoryNames(SafeFileHandle file, SafeFileHandle directory)
    {
        (_file, _directory, _buffer) = (file, directory, ArrayPool<byte>.Shared.Rent(BufferSize));
        var isHeld = false;
        directory.DangerousAddRef(ref isHeld);
        _descriptor = (int)directory.DangerousGetHandle();
    }

    /// <summary>The bytes of the current name.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_name, _buffer.AsSpan(_name).IndexOf((byte)0));

    /// <summary>What <see cref="TryLook"/> has found.</summary>
    public ref readonly Libc.StatxBuffer Stat => ref _stat;

    /// <summary>Null where libc cannot.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static DirectoryNames? TryOpen(DiskPlace directory, FtpPath path)
    {
        var file = Libc.OpenAt(directory.Handle, ".", Libc.OpenCloseOnExec, 0);
        if (file.IsInvalid)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
        var names = new DirectoryNames(file, directory.Handle);
        try
        {
            names.Fill(path);
            return names;
        }
        catch (Exception cause)
        {
            names.Dispose();
            if (cause is EntryPointNotFoundException)
                return null;
            throw;
        }
    }

    /// <summary>False at the end. Leaves out what is no name of an entry: this directory, its parent, parts, and bytes that are no UTF-8.</summary>
    public bool MoveNext(FtpPath path)
    {
        while (_next < _filled || Fill(path))
        {
            _name = _next + NameAt;
            _next += BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_next + LengthAt));
            var bytes = Bytes;
            if (!bytes.SequenceEqual("."u8) && !bytes.SequenceEqual(".."u8) && !PartName.IsPart(bytes) && Utf8.IsValid(bytes))
                return true;
        }

        return false;
    }

    /// <summary>Looks at the current name, links not followed. False when it is gone.</summary>
    /// <remarks>The directory is held for as long as this is open, and the result stays in one place: neither costs anything by the name.</remarks>
    public bool TryLook(FtpPath path)
    {
        const uint Wanted = Libc.BasicStats | Libc.BirthTime;
        if (Libc.Statx(_descriptor, in _buffer[_name], Libc.NoFollow, Wanted, out _stat) == 0
            || Libc.Statx(_directory, in _buffer[_name], Libc.NoFollow, Wanted, out _stat) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return DiskFaults.IsMissing(error) ? false : throw DiskFaults.OfError(error, path.Child(ToString()));
    }

    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        _file.Dispose();
        _directory.DangerousRelease();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private bool Fill(FtpPath path)
    {
        var count = Libc.ReadDirectory(_file, ref _buffer[0], BufferSize);
        if (count < 0)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
        (_next, _filled) = (0, (int)count);
        return count > 0;
    }
}
