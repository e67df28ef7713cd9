using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Reads one chunk after the other, for libraries that read from streams. Without a chunk a read brings nothing.</summary>
internal sealed class ChunkStream : Stream
{
    private TransferChunk? _chunk;
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes read so far, over all chunks.</summary>
    public long BytesRead { get; private set; }

    /// <summary>A read came and found nothing since the last <see cref="Feed"/>.</summary>
    public bool IsStarved { get; private set; }

    /// <summary>Takes over the next chunk; the last one is given back.</summary>
    public void Feed(TransferChunk chunk)
    {
        _chunk?.Dispose();
        _chunk = chunk;
        _at = 0;
        IsStarved = false;
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = _chunk is null ? [] : _chunk.Memory.Span[_at..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _at += count;
        BytesRead += count;
        IsStarved |= rest.IsEmpty;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _chunk?.Dispose();
        _chunk = null;
        base.Dispose(disposing);
    }
}
