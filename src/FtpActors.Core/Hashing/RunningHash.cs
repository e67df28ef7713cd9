using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Hashing;

/// <summary>A hash that grows chunk by chunk. A chunk may still be on its way when nobody wants the hash any more: it is given back.</summary>
internal sealed class RunningHash : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Crc32? _crc;
    private readonly IncrementalHash? _digest;
    private bool _disposed;

    public RunningHash(HashKind kind)
    {
        if (kind == HashKind.Crc32)
            _crc = new Crc32();
        else
            _digest = IncrementalHash.CreateHash(NameOf(kind));
    }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    public byte[] Value
    {
        get
        {
            lock (_gate)
                return _digest?.GetCurrentHash() ?? BigEndian(_crc!.GetCurrentHashAsUInt32());
        }
    }

    /// <summary>Takes over the chunk.</summary>
    public void Append(TransferChunk chunk)
    {
        using (chunk)
            Append(chunk.Memory.Span);
    }

    /// <summary>Without effect once disposed.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _crc?.Append(bytes);
            _digest?.AppendData(bytes);
            Bytes += bytes.Length;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _digest?.Dispose();
        }
    }

    private static HashAlgorithmName NameOf(HashKind kind) => kind switch
    {
        HashKind.Md5 => HashAlgorithmName.MD5,
        HashKind.Sha1 => HashAlgorithmName.SHA1,
        HashKind.Sha256 => HashAlgorithmName.SHA256,
        HashKind.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static byte[] BigEndian(uint sum)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, sum);
        return bytes;
    }
}
