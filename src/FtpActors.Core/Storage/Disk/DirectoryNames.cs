using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Names in a directory as the kernel gives them, by getdents64(2), many at a time. Linux only; reading blocks.</summary>
internal sealed class DirectoryNames : IDisposable
{
    /// <summary>Names that are looked at one after the other, for which the runtime gets ready to leave managed code once.</summary>
    public const int LooksAtOnce = 8;

    /// <summary>Of names. What statx(2) finds of some of them stands behind, in the same buffer.</summary>
    private const int NamesSize = BufferSize - (LooksAtOnce * Libc.StatxSize);

    private const int BufferSize = 32 * 1024;

    /// <summary>struct linux_dirent64: where the length of a record stands, and where the name begins.</summary>
    private const int LengthAt = 16;

    private const int NameAt = 19;

    /// <summary>The shortest record, of which a buffer holds the most.</summary>
    private const int ShortestRecord = 24;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _directory;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private GCHandle _pinned;

    /// <summary>Where each name stands, and its length.</summary>
    private readonly (ushort At, ushort Length)[] _names = ArrayPool<(ushort, ushort)>.Shared.Rent(NamesSize / ShortestRecord);

    private readonly int _descriptor;
    private readonly nint _bufferAt;

    /// <summary>Of the last looks, whether there was something to see.</summary>
    private readonly bool[] _seen = new bool[LooksAtOnce];

    /// <summary>The name that was looked at first then, and how many were.</summary>
    private (int First, int Count) _looks;

    private int _statAt;

    private DirectoryNames(SafeFileHandle file, SafeFileHandle directory)
    {
        (_file, _directory) = (file, directory);
        var isHeld = false;
        directory.DangerousAddRef(ref isHeld);
        _descriptor = (int)directory.DangerousGetHandle();
        _pinned = GCHandle.Alloc(_buffer, GCHandleType.Pinned);
        _bufferAt = _pinned.AddrOfPinnedObject();
    }

    /// <summary>Names that were read last.</summary>
    public int Count { get; private set; }

    /// <summary>What <see cref="TryLook"/> has found.</summary>
    public ref readonly Libc.StatxBuffer Stat => ref MemoryMarshal.AsRef<Libc.StatxBuffer>(_buffer.AsSpan(_statAt));

    /// <summary>One of those names, in UTF-8.</summary>
    public ReadOnlySpan<byte> this[int index] => _buffer.AsSpan(_names[index].At, _names[index].Length);

    /// <summary>Null where libc cannot. The first names are read.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static DirectoryNames? TryOpen(DiskPlace directory, FtpPath path)
    {
        var file = Libc.OpenAt(directory.Handle, ".", Libc.OpenCloseOnExec, 0);
        if (file.IsInvalid)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
        var names = new DirectoryNames(file, directory.Handle);
        try
        {
            names.Read(path);
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

    /// <summary>The next names; false at the end. Leaves out what is no name of an entry: this directory, its parent, parts, and bytes
    /// that are no UTF-8. There may be none.</summary>
    public bool Read(FtpPath path)
    {
        var filled = (int)Libc.ReadDirectory(_file, ref _buffer[0], NamesSize);
        if (filled < 0)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
        (Count, _looks) = (0, default);
        for (var record = 0; record < filled;)
        {
            var at = record + NameAt;
            record += BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(record + LengthAt));
            var name = _buffer.AsSpan(at, _buffer.AsSpan(at).IndexOf((byte)0));
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !PartName.IsPart(name) && Utf8.IsValid(name))
                _names[Count++] = ((ushort)at, (ushort)name.Length);
        }

        return filled > 0;
    }

    public string NameText(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>Looks at one of the names, links not followed, and at some behind it, whose turn comes next. False when it is gone, or cannot be looked at.</summary>
    public bool TryLook(int index)
    {
        var look = index - _looks.First;
        if (look < 0 || look >= _looks.Count)
        {
            LookFrom(index);
            look = 0;
        }

        _statAt = NamesSize + (look * Libc.StatxSize);
        return _seen[look];
    }

    /// <summary>The next look is a new one.</summary>
    public void LookAnew() => _looks = default;

    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        _file.Dispose();
        _directory.DangerousRelease();
        _pinned.Free();
        ArrayPool<byte>.Shared.Return(_buffer);
        ArrayPool<(ushort, ushort)>.Shared.Return(_names);
    }

    /// <remarks>The directory is held for as long as this is open, and nothing that the calls work on moves: there is nothing to do around them.</remarks>
    private void LookFrom(int index)
    {
        _looks = (index, Math.Min(LooksAtOnce, Count - index));
        for (var look = 0; look < _looks.Count; look++)
        {
            var stat = _bufferAt + NamesSize + (look * Libc.StatxSize);
            _seen[look] = Libc.Statx(_descriptor, _bufferAt + _names[index + look].At, Libc.NoFollow, Libc.BasicStats | Libc.BirthTime, stat) == 0;
        }
    }
}
