using System.Buffers;

namespace FtpActors.Core.Storage;

/// <summary>A stretch of an open file that the kernel can send without copying it through the process.</summary>
/// <param name="File">Opened with <see cref="FileOptions.Asynchronous"/>; owned by the reader that produced the region.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Length">Bytes, at least 1.</param>
public readonly record struct FileRegion(FileStream File, long Offset, int Length);

/// <summary>The element of every transfer stream: bytes in memory or a <see cref="FileRegion"/>.</summary>
/// <remarks>A chunk has one owner, who passes it on or disposes it; disposing gives a pooled buffer back, once however often it is called.</remarks>
public sealed class TransferChunk : IDisposable
{
    private const long NoRegion = -1;
    private static long _outstanding;

    /// <summary>Bytes from the start of the file; <see cref="NoRegion"/> for bytes in memory.</summary>
    private readonly long _offset;

    /// <summary>The file of a region, or the pooled buffer that is to be given back.</summary>
    private object? _source;

    private TransferChunk(ReadOnlyMemory<byte> memory, object? pooled) =>
        (Memory, Length, _source, _offset) = (memory, memory.Length, pooled, NoRegion);

    private TransferChunk(FileRegion region) => (_source, _offset, Length) = (region.File, region.Offset, region.Length);

    /// <summary>Pooled buffers that are neither disposed nor passed to anybody who did; 0 when nothing moves. For leak checks.</summary>
    public static long OutstandingBuffers => Interlocked.Read(ref _outstanding);

    /// <summary>The bytes; empty for a region.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Null when the bytes are in <see cref="Memory"/>.</summary>
    public FileRegion? Region => _offset == NoRegion ? null : new FileRegion((FileStream)_source!, _offset, Length);

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>Memory that nobody has to give back.</summary>
    public static TransferChunk Of(ReadOnlyMemory<byte> memory) => new(memory, pooled: null);

    public static TransferChunk Of(FileRegion region) => new(region);

    /// <summary>Takes over a buffer from <see cref="Rent"/>, of which the first <paramref name="length"/> bytes count.</summary>
    public static TransferChunk OfRented(byte[] buffer, int length) => new(buffer.AsMemory(0, length), buffer);

    /// <summary>A buffer of at least <paramref name="size"/> bytes, to go into <see cref="OfRented"/> or back by <see cref="Return"/>.</summary>
    public static byte[] Rent(int size)
    {
        Interlocked.Increment(ref _outstanding);
        return ArrayPool<byte>.Shared.Rent(size);
    }

    /// <summary>Gives a rented buffer back that never became a chunk.</summary>
    public static void Return(byte[] buffer)
    {
        Interlocked.Decrement(ref _outstanding);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The first <paramref name="length"/> bytes, at most <see cref="Length"/>; takes this chunk's place and its buffer.</summary>
    public TransferChunk First(int length)
    {
        if (length == Length)
            return this;
        return Region is { } region
            ? Of(region with { Length = length })
            : new(Memory[..length], Interlocked.Exchange(ref _source, null));
    }

    public void Dispose()
    {
        if (_offset == NoRegion && Interlocked.Exchange(ref _source, null) is byte[] buffer)
            Return(buffer);
    }

    public override string ToString() => _offset == NoRegion ? $"{Length} bytes" : $"{Length} bytes of a file at {_offset}";
}
