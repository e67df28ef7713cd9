using System.Buffers;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Lines of text, written into one rented buffer after the other.</summary>
/// <param name="enough">Bytes of a chunk; a line that is longer makes its chunk longer.</param>
internal sealed class LinesBuffer(int enough) : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 32 * 1024;

    /// <summary>A chunk is given away when less than this is left of it, so that a usual line never makes it longer.</summary>
    private const int LineRoom = 1024;

    private byte[]? _buffer;
    private int _length;

    /// <summary>Bytes since the last <see cref="Take"/>.</summary>
    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public bool IsNearlyFull => enough - _length < LineRoom;

    public void Advance(int count) => _length = checked(_length + count);

    public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_length);

    public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_length);

    /// <summary>What was written behind a <see cref="Length"/> of before.</summary>
    public ReadOnlySpan<byte> WrittenAfter(int length) => _buffer.AsSpan(length, _length - length);

    /// <summary>Takes back what was written behind a <see cref="Length"/> of before.</summary>
    public void CutTo(int length) => _length = length;

    /// <summary>What was written, as a chunk that belongs to the caller.</summary>
    public TransferChunk Take()
    {
        var chunk = TransferChunk.OfRented(_buffer!, _length);
        _buffer = null;
        _length = 0;
        return chunk;
    }

    public void Dispose()
    {
        if (_buffer is not null)
            TransferChunk.Return(_buffer);
        _buffer = null;
    }

    private byte[] Room(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (_buffer is null)
            return _buffer = TransferChunk.Rent(Math.Max(FirstSize, needed));
        if (needed <= _buffer.Length)
            return _buffer;

        var larger = TransferChunk.Rent(Math.Max(_buffer.Length * 2, needed));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        TransferChunk.Return(_buffer);
        return _buffer = larger;
    }
}
