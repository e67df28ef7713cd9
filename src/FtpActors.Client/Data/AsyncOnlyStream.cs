namespace FtpActors.Client.Data;

/// <summary>A wire as a stream for what is laid over it (TLS, zlib): asynchronous, holds nothing back, knows neither length nor place.</summary>
internal abstract class AsyncOnlyStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanWrite => true;

    public sealed override bool CanSeek => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override void Flush()
    {
    }

    /// <exception cref="NotSupportedException">Always: it would block a thread.</exception>
    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <exception cref="NotSupportedException">Always: it would block a thread.</exception>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
