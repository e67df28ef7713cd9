using FtpActors.Core.Storage;

namespace FtpActors.Core.Tls;

/// <summary>Records that were written and wait for what follows. One write at a time.</summary>
/// <param name="inner">The connection; stays the caller's.</param>
internal sealed class WaitingRecords(Stream inner) : IDisposable
{
    /// <summary>Tickets, and a record of full length behind them.</summary>
    private const int LeastRoom = 32 * 1024;

    private byte[]? _held;
    private int _length;
    private int _room;

    public bool IsEmpty => _held is null;

    /// <summary>Bytes that may wait; the first write for which there is no room, or after this was set to 0, takes them along.</summary>
    public int GatherRoom { get; set; }

    /// <summary>False when there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> bytes)
    {
        _held ??= TransferChunk.Rent(_room = Math.Max(GatherRoom, LeastRoom));
        if (_length + bytes.Length > _room && GatherRoom > _room)
            MakeRoom();
        if (_length + bytes.Length > _room)
            return false;
        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }

    /// <summary>Sends what waits.</summary>
    public async ValueTask Release(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _held, null) is not { } held)
            return;
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
        if (Interlocked.Exchange(ref _held, null) is { } held)
            TransferChunk.Return(held);
    }

    private void MakeRoom()
    {
        var roomy = TransferChunk.Rent(_room = GatherRoom);
        _held.AsSpan(0, _length).CopyTo(roomy);
        TransferChunk.Return(_held!);
        _held = roomy;
    }
}
