using System.Runtime.CompilerServices;

namespace FtpActors.Core.Tls;

/// <summary>Between SslStream and the connection: looks on during the handshake, and afterwards passes whole buffers through.</summary>
/// <remarks>Does not own <paramref name="inner"/>. One read and one write at a time.</remarks>
/// <param name="inner">The connection.</param>
/// <param name="turn">Of the handshake; given up while it waits for the peer.</param>
/// <param name="isData">On a data connection, what the server sends after the client's part of a TLS 1.3 handshake is kept back until
/// <see cref="Serve"/> says what the connection is for, and in uploads until <see cref="Release"/>. Those are session tickets: a
/// client that only writes leaves them unread when it closes, its kernel then resets the connection, and the end of the upload is
/// lost. On a control connection TLS may be taken off (CCC): what comes after its end in clear text is put aside.</param>
/// <param name="refusesNew">Only sessions that go on: a handshake that begins a new one fails before anything of it has gone out. At
/// its end the client would have a ticket, made under the control connection's id, for the next data connection.</param>
internal sealed class TlsWireStream(Stream inner, HandshakeTurn turn, bool isData, bool refusesNew = false) : AsyncOnlyStream
{
    /// <summary>Receives more than it is asked for, where it is there. Null when it would not be worth it.</summary>
    private RecordReader? _ahead = isData ? new RecordReader(inner) : null;

    private readonly bool _endsInClearText = !isData;
    private TlsRecords _records;
    private WaitingRecords? _waiting;
    private bool _isHolding = isData;
    private bool _isWatched = true;

    public HandshakeWatch Watch { get; } = new();

    /// <summary>A certificate of the client's is looked at when the handshake ends, which may be long.</summary>
    public bool ChecksClient { get; init; }

    /// <summary>The peer closed the connection below. TLS ended before, unless this is seen before its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Bytes of what is written that wait for what follows; the first write for which there is no room, or after this was set to
    /// 0, takes them along.</summary>
    public int GatherRoom
    {
        get => _waiting?.GatherRoom ?? 0;
        set
        {
            if (value != GatherRoom)
                Waiting.GatherRoom = value;
        }
    }

    /// <summary>A record with data is there as a whole.</summary>
    public bool HasData => _ahead is { HasData: true };

    /// <summary>The next read of a record would not wait for the connection. Between two reads.</summary>
    public bool HasArrived => _ahead is { HasRecord: true };

    /// <summary>What came after the end of TLS.</summary>
    public ReadOnlyMemory<byte> ClearText { get; private set; }

    /// <summary>The handshake is over. What follows may take its time, and needs no memory until then.</summary>
    public void StopWatching()
    {
        _isWatched = false;
        _ahead?.Rest();
    }

    /// <summary>Says what the data connection is for, once, between the handshake and the first byte. In a download there is nothing
    /// to read ahead, and what was kept back goes out in front of the first bytes.</summary>
    public void Serve(bool isUpload)
    {
        if (isUpload)
            return;
        _isHolding = false;
        if (_ahead is { IsEmpty: true })
        {
            _ahead.Dispose();
            _ahead = null;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!ClearText.IsEmpty)
            return new ValueTask<int>(0);
        var reading = _ahead is null ? inner.ReadAsync(buffer, cancellationToken) : _ahead.Read(buffer, cancellationToken);
        if (reading.IsCompletedSuccessfully)
            return new ValueTask<int>(Came(buffer.Span, reading.Result));
        return Await(_isWatched ? turn.Await(reading, IsNearlyDone, cancellationToken) : reading, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isWatched)
            Watch.Sent(buffer.Span);
        if (refusesNew && Watch.IsNew)
            return ValueTask.FromException(NotReused());
        if ((GatherRoom > 0 || (_isHolding && Watch.IsAnswered)) && Waiting.TryHold(buffer.Span))
            return ValueTask.CompletedTask;
        if (_waiting is null or { IsEmpty: true })
            return inner.WriteAsync(buffer, cancellationToken);
        _isHolding = false;
        return _waiting.ReleaseWith(buffer, cancellationToken);
    }

    /// <summary>SslStream's way to send the alert that refuses a client's certificate; it goes out with <see cref="Release"/>.</summary>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => Waiting.TryHold(buffer);

    /// <summary>Sends what was kept back; from now on nothing is.</summary>
    public ValueTask Release(CancellationToken cancel)
    {
        _isHolding = false;
        return _waiting is null ? ValueTask.CompletedTask : _waiting.Release(cancel);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _waiting?.Dispose();
            _ahead?.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Await(ValueTask<int> reading, Memory<byte> buffer)
    {
        var count = await reading.ConfigureAwait(false);
        return Came(buffer.Span, count);
    }

    private int Came(Span<byte> buffer, int count)
    {
        if (count == 0)
        {
            HasEnded |= buffer.Length > 0;
            return 0;
        }

        if (_isWatched)
            Watch.Heard(buffer[..count]);
        if (!_endsInClearText)
            return count;
        var length = _records.Follow(buffer[..count]);
        if (length < count)
            ClearText = buffer[length..count].ToArray();
        return length;
    }

    public static TlsHandshakeException NotReused() =>
        new(TlsHandshakeFault.SessionNotReused, "The data connection did not resume its control connection's TLS session.");

    private WaitingRecords Waiting => _waiting ??= new WaitingRecords(inner);

    /// <summary>Keys are agreed on and our part is signed: what is left is to hear that the client has the same.</summary>
    private bool IsNearlyDone => !ChecksClient && (Watch.IsResumed || Watch is { IsTls13: true, IsNew: true });
}
