using FtpActors.Core.Storage;

namespace FtpActors.Core.Tls;

/// <summary>Records that were written and wait for what follows. One write at a time; disposed at any time.</summary>
/// <param name="inner">The connection; stays the caller's.</param>
internal sealed class WaitingRecords(Stream inner) : IDisposable
{
    /// <summary>Tickets, and a record of full length behind them.</summary>
    private const int LeastRoom = 32 * 1024;

    /// <summary>Null while a write has it, too.</summary>
    private byte[]? _held;

    private int _isDisposed;
    private int _length;
    private int _room;

    public bool IsEmpty => _held is null;

    /// <summary>Bytes that may wait; the first write for which there is no room, or after this was set to 0, takes them along.</summary>
    public int GatherRoom { get; set; }

    /// <summary>False when there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> bytes)
    {
        var held = Interlocked.Exchange(ref _held, null) ?? TransferChunk.Rent(_room = Math.Max(GatherRoom, LeastRoom));
        if (_length + bytes.Length > _room && GatherRoom > _room)
            held = WithRoom(held);
        var isRoom = _length + bytes.Length <= _room;
        if (isRoom)
        {
            bytes.CopyTo(held.AsSpan(_length));
            _length += bytes.Length;
        }

        Interlocked.Exchange(ref _held, held);
        // Disposed meanwhile: it was not there to be given back.
        if (Volatile.Read(ref _isDisposed) == 1)
            GiveBack();
        return isRoom;
    }

    /// <summary>Sends what waits.</summary>
    /// <exception cref="ObjectDisposedException">It may have been given back.</exception>
    public async ValueTask Release(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _held, null) is not { } held)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
            return;
        }

        var length = _length;
        _length = 0;
        try
        {
            await inner.WriteAsync(held.AsMemory(0, length), cancel).ConfigureAwait(false);
        }
        finally
        {
            TransferChunk.Return(held);
        }
    }

    /// <summary>Sends what waits, and this behind it.</summary>
    public async ValueTask ReleaseWith(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var isJoined = TryHold(bytes.Span);
        await Release(cancel).ConfigureAwait(false);
        if (!isJoined)
            await inner.WriteAsync(bytes, cancel).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _isDisposed, 1);
        GiveBack();
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
            TransferChunk.Return(held);
    }

    private byte[] WithRoom(byte[] held)
    {
        var roomy = TransferChunk.Rent(_room = GatherRoom);
        held.AsSpan(0, _length).CopyTo(roomy);
        TransferChunk.Return(held);
        return roomy;
    }
}
