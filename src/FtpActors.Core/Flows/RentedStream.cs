using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Keeps what is written to it in pooled chunks, for libraries that write to streams.</summary>
internal sealed class RentedStream : Stream
{
    private const int ChunkSize = 32 * 1024;

    private readonly Queue<TransferChunk> _full = new();
    private byte[]? _buffer;
    private int _length;
    private bool _isDropped;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a whole chunk is there.</summary>
    public bool HasFull => _full.Count > 0;

    /// <summary>The oldest chunk, which belongs to the caller; null when none is full.</summary>
    /// <param name="alsoPart">Also the last one, with what is in it.</param>
    public TransferChunk? TryTake(bool alsoPart)
    {
        if (_full.TryDequeue(out var chunk))
            return chunk;
        if (!alsoPart || _length == 0)
            return null;
        Seal();
        return _full.Dequeue();
    }

    /// <summary>Gives everything back, and what is written from now on is lost.</summary>
    public void Drop()
    {
        _isDropped = true;
        while (_full.TryDequeue(out var chunk))
            chunk.Dispose();
        if (_buffer is not null)
            TransferChunk.Return(_buffer);
        _buffer = null;
        _length = 0;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isDropped)
        {
            _buffer ??= TransferChunk.Rent(ChunkSize);
            var count = Math.Min(bytes.Length, ChunkSize - _length);
            bytes[..count].CopyTo(_buffer.AsSpan(_length));
            bytes = bytes[count..];
            _length += count;
            if (_length == ChunkSize)
                Seal();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Seal()
    {
        _full.Enqueue(TransferChunk.OfRented(_buffer!, _length));
        _buffer = null;
        _length = 0;
    }
}
