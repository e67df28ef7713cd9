using System.Runtime.CompilerServices;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tls;

/// <summary>Between SslStream and the connection: looks on during the handshake, and afterwards passes whole buffers through.</summary>
/// <remarks>Does not own <paramref name="inner"/>. One read and one write at a time.</remarks>
/// <param name="inner">The connection.</param>
/// <param name="turn">Of the handshake; given up while it waits for the peer.</param>
/// <param name="holdsTickets">Keeps back what the server sends after the client's part of a TLS 1.3 handshake, until
/// <see cref="Release"/>. Those are session tickets: a client that only writes leaves them unread when it closes, its
/// kernel then resets the connection, and the end of the upload is lost.</param>
/// <param name="endsInClearText">TLS may be taken off (CCC): what comes after its end in clear text is put aside.</param>
/// <param name="refusesNew">Only sessions that go on: a handshake that begins a new one fails before anything of it has gone out. At
/// its end the client would have a ticket, made under the control connection's id, for the next data connection.</param>
/// <param name="readsAhead">Receives more than it is asked for, where it is there: uploads.</param>
internal sealed class TlsWireStream(Stream inner, HandshakeTurn turn, bool holdsTickets = false, bool endsInClearText = false, bool refusesNew = false, bool readsAhead = false) : AsyncOnlyStream
{
    private const int MostHeld = 64 * 1024;

    private readonly RecordReader? _ahead = readsAhead ? new RecordReader(inner) : null;
    private TlsRecords _records;
    private byte[]? _held;
    private int _heldLength;
    private bool _isHolding = holdsTickets;
    private bool _isWatched = true;

    public HandshakeWatch Watch { get; } = new();

    /// <summary>The peer closed the connection below. TLS ended before, unless this is seen before its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>A record with data is there as a whole.</summary>
    public bool HasData => _ahead is { HasData: true };

    /// <summary>What came after the end of TLS.</summary>
    public ReadOnlyMemory<byte> ClearText { get; private set; }

    /// <summary>The handshake is over.</summary>
    public void StopWatching() => _isWatched = false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!ClearText.IsEmpty)
            return new ValueTask<int>(0);
        var reading = _ahead is null ? inner.ReadAsync(buffer, cancellationToken) : _ahead.Read(buffer, cancellationToken);
        if (reading.IsCompletedSuccessfully)
            return new ValueTask<int>(Came(buffer.Span, reading.Result));
        return Await(_isWatched ? turn.Await(reading, cancellationToken) : reading, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isWatched)
            Watch.Sent(buffer.Span);
        if (refusesNew && Watch.IsNew)
            return ValueTask.FromException(NotReused());
        if (!_isHolding || !Watch.IsAnswered)
            return inner.WriteAsync(buffer, cancellationToken);
        if (TryHold(buffer.Span))
            return ValueTask.CompletedTask;
        return ReleaseThenWrite(buffer, cancellationToken);
    }

    /// <summary>SslStream's way to send the alert that refuses a client's certificate; it goes out with <see cref="Release"/>.</summary>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => TryHold(buffer);

    /// <summary>Sends what was kept back; from now on nothing is.</summary>
    public async ValueTask Release(CancellationToken cancel)
    {
        _isHolding = false;
        if (Interlocked.Exchange(ref _held, null) is not { } held)
            return;
        try
        {
            await inner.WriteAsync(held.AsMemory(0, _heldLength), cancel).ConfigureAwait(false);
        }
        finally
        {
            TransferChunk.Return(held);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _held, null) is { } held)
            TransferChunk.Return(held);
        if (disposing)
            _ahead?.Dispose();
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
        if (!endsInClearText)
            return count;
        var length = _records.Follow(buffer[..count]);
        if (length < count)
            ClearText = buffer[length..count].ToArray();
        return length;
    }

    public static TlsHandshakeException NotReused() =>
        new(TlsHandshakeFault.SessionNotReused, "The data connection did not resume its control connection's TLS session.");

    private bool TryHold(ReadOnlySpan<byte> bytes)
    {
        _held ??= TransferChunk.Rent(MostHeld);
        if (_heldLength + bytes.Length > MostHeld)
            return false;
        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += bytes.Length;
        return true;
    }

    private async ValueTask ReleaseThenWrite(ReadOnlyMemory<byte> buffer, CancellationToken cancel)
    {
        await Release(cancel).ConfigureAwait(false);
        await inner.WriteAsync(buffer, cancel).ConfigureAwait(false);
    }
}
