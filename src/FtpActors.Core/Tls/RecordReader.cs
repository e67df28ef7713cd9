using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tls;

/// <summary>Receives as much as is there and gives out whole records, for SslStream asks for no more than one at a time.</summary>
/// <remarks>Of what is no TLS, and of a record that is cut short by the end, it gives out what there is. One read at a time.</remarks>
internal sealed class RecordReader(Stream inner) : IDisposable
{
    private const int HeaderLength = 5;

    /// <summary>RFC 5246 §6.2.3; those of TLS 1.3 are shorter.</summary>
    private const int LongestRecord = HeaderLength + (16 * 1024) + 2048;

    /// <summary>Alerts and key updates are shorter.</summary>
    private const int ShortestData = 64;

    private const int FirstSize = 64 * 1024;
    private const int LastSize = 256 * 1024;

    /// <summary>Null while a read has it.</summary>
    private byte[]? _bytes;

    private int _isDisposed;

    private int _at;
    private int _end;

    /// <summary>Bytes of a record that was longer than what was asked for.</summary>
    private int _cut;

    private bool _hasEnded;

    /// <summary>The next record carries data and is there as a whole: to read it is to wait for nothing.</summary>
    public bool HasData { get; private set; }

    /// <summary>A record of whatever kind is there as a whole, or what is no TLS: the next read receives nothing.</summary>
    public bool HasRecord { get; private set; }

    /// <summary>Everything that was received is given out.</summary>
    public bool IsEmpty => _at == _end;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Read(Memory<byte> buffer, CancellationToken cancel)
    {
        var bytes = Interlocked.Exchange(ref _bytes, null) ?? TransferChunk.Rent(FirstSize);
        try
        {
            while (!_hasEnded && _cut == 0 && Whole(bytes) == 0)
            {
                bytes = WithRoom(bytes);
                var count = await inner.ReadAsync(bytes.AsMemory(_end), cancel).ConfigureAwait(false);
                _hasEnded = count == 0;
                _end += count;
            }

            var given = Give(bytes, buffer.Span);
            var next = Whole(bytes);
            HasRecord = _cut > 0 || next > 0;
            HasData = _cut == 0 && next >= ShortestData && bytes[_at] == TlsRecords.ApplicationData;
            return given;
        }
        finally
        {
            Interlocked.Exchange(ref _bytes, bytes);
            // Disposed meanwhile: it was not there to be given back.
            if (Volatile.Read(ref _isDisposed) == 1)
                GiveBack();
        }
    }

    /// <summary>Between two reads: the next one may be long in coming.</summary>
    public void Rest()
    {
        if (!IsEmpty)
            return;
        (_at, _end) = (0, 0);
        GiveBack();
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _isDisposed, 1);
        GiveBack();
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            TransferChunk.Return(bytes);
    }

    /// <summary>Length of the next record when all of it is there, else 0; everything when it is none.</summary>
    private int Whole(byte[] bytes)
    {
        var left = _end - _at;
        if (left > 0 && bytes[_at] is < TlsRecords.ChangeCipherSpec or > TlsRecords.ApplicationData)
            return left;
        if (left < HeaderLength)
            return 0;
        var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(_at + 3));
        if (length > LongestRecord)
            return left;
        return length <= left ? length : 0;
    }

    /// <summary>Moves what is left to the beginning, of a bigger buffer when this one was filled.</summary>
    private byte[] WithRoom(byte[] bytes)
    {
        var left = bytes.AsSpan(_at.._end);
        var isFilled = _end == bytes.Length && bytes.Length < LastSize;
        var roomy = isFilled ? TransferChunk.Rent(LastSize) : bytes;
        left.CopyTo(roomy);
        (_at, _end) = (0, left.Length);
        if (isFilled)
            TransferChunk.Return(bytes);
        return roomy;
    }

    private int Give(byte[] bytes, Span<byte> buffer)
    {
        if (_cut == 0)
            _cut = _hasEnded && Whole(bytes) == 0 ? _end - _at : Whole(bytes);
        var count = Math.Min(_cut, buffer.Length);
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        _cut -= count;
        return count;
    }
}
