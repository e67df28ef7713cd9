using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Tls;

/// <summary>Lies below TLS: receives ahead, sends many records at once, and sees whether the peer's bytes ended: when TLS ends before
/// that, it was by close_notify. Owns the connection.</summary>
internal sealed class DataWire : AsyncOnlyStream
{
    private readonly IDataTransport _connection;
    private readonly TransportStream _stream;
    private readonly RecordReader _ahead;
    private readonly WaitingRecords _waiting;
    private volatile bool _hasEnded;

    public DataWire(IDataTransport connection)
    {
        _connection = connection;
        _stream = new TransportStream(connection);
        _ahead = new RecordReader(_stream);
        _waiting = new WaitingRecords(_stream);
    }

    /// <summary>The peer closed its side of the connection.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Something came since the last time this was cleared.</summary>
    public bool HasRead { get; set; }

    /// <summary>A record with data is there as a whole.</summary>
    public bool HasData => _ahead.HasData;

    /// <summary>The next read of a record would not wait for the connection. Between two reads.</summary>
    public bool HasArrived => _ahead.HasRecord;

    /// <summary>What follows may be long in coming, and needs no memory until then.</summary>
    public void Rest() => _ahead.Rest();

    /// <summary>What is written from now on waits, as far as there is room, for <see cref="Release"/>.</summary>
    /// <param name="room">Bytes.</param>
    public void Gather(int room) => _waiting.GatherRoom = room;

    /// <summary>Sends what waits; from now on nothing does.</summary>
    public ValueTask Release()
    {
        _waiting.GatherRoom = 0;
        return _waiting.Release(CancellationToken.None);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _ahead.Read(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty)
            _hasEnded = true;
        HasRead |= count > 0;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_waiting.GatherRoom > 0 && _waiting.TryHold(buffer.Span))
            return ValueTask.CompletedTask;
        return _waiting.IsEmpty
            ? _stream.WriteAsync(buffer, cancellationToken)
            : _waiting.ReleaseWith(buffer, cancellationToken);
    }

    /// <summary>SslStream's way to send the alert that refuses the server's certificate: the connection is cut, which says the same.</summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Abort();
            _ahead.Dispose();
            _waiting.Dispose();
        }

        base.Dispose(disposing);
    }
}
