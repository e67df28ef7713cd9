namespace FtpActors.TestKit.Tests.Faults;

/// <summary>Looks at the TLS records that come through it.</summary>
internal sealed class RecordTypes(Stream inner) : Stream
{
    private const int HeaderSize = 5;

    private readonly List<byte> _header = [];
    private int _body;

    /// <summary>Type of the last record that began; 0 before the first.</summary>
    public byte Last { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        foreach (var value in buffer.Span[..count])
            Follow(value);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Follow(byte value)
    {
        if (_body > 0)
        {
            _body--;
            return;
        }

        _header.Add(value);
        if (_header.Count < HeaderSize)
            return;
        Last = _header[0];
        _body = (_header[3] << 8) | _header[4];
        _header.Clear();
    }
}
