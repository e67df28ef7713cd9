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
    private readonly byte[] _buffer;
    private int _filled;
    private int _next;
    private int _name;

    private DirectoryNames(SafeFileHandle file) => (_file, _buffer) = (file, ArrayPool<byte>.Shared.Rent(BufferSize));

    /// <summary>The bytes of the current name.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_name, _buffer.AsSpan(_name).IndexOf((byte)0));

    /// <summary>The first of the bytes of the current name; a zero ends them.</summary>
    public ref readonly byte Start => ref _buffer[_name];

    /// <summary>Null where libc cannot.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static DirectoryNames? TryOpen(DiskPlace directory, FtpPath path)
    {
        var file = Libc.OpenAt(directory.Handle, ".", Libc.OpenCloseOnExec, 0);
        if (file.IsInvalid)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
        var names = new DirectoryNames(file);
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

    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        _file.Dispose();
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
