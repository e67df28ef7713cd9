using FtpActors.Client.Data;

namespace FtpActors.Client.Tls;

/// <summary>Lies below TLS and sees whether the peer's bytes ended: when TLS ends before that, it was by close_notify.</summary>
internal sealed class EndWatch(Stream inner) : AsyncOnlyStream
{
    private volatile bool _hasEnded;

    /// <summary>The peer closed its side of the connection.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Something came since the last time this was cleared.</summary>
    public bool HasRead { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty)
            _hasEnded = true;
        HasRead |= count > 0;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
