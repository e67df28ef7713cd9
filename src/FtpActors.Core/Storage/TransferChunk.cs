using System.Buffers;

namespace FtpActors.Core.Storage;

/// <summary>A stretch of an open file that the kernel can send without copying it through the process.</summary>
/// <param name="File">Opened with <see cref="FileOptions.Asynchronous"/>; owned by the reader that produced the region.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Length">Bytes, at least 1.</param>
public readonly record struct FileRegion(FileStream File, long Offset, int Length);

/// <summary>The element of every transfer stream: bytes in memory or a <see cref="FileRegion"/>.</summary>
/// <remarks>A chunk has one owner, who passes it on or disposes it; disposing gives a pooled buffer back, once however often it is called.</remarks>
public abstract class TransferChunk : IDisposable
{
    private static long _outstanding;

    private TransferChunk()
    {
    }

    /// <summary>Pooled buffers that are neither disposed nor passed to anybody who did; 0 when nothing moves. For leak checks.</summary>
    public static long OutstandingBuffers => Interlocked.Read(ref _outstanding);

    /// <summary>The bytes; empty for a region.</summary>
    public abstract ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Null when the bytes are in <see cref="Memory"/>.</summary>
    public abstract FileRegion? Region { get; }

    /// <summary>Bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Memory that nobody has to give back.</summary>
    public static TransferChunk Of(ReadOnlyMemory<byte> memory) => new MemoryChunk(memory, pooled: null);

    public static TransferChunk Of(FileRegion region) => new RegionChunk(region);

    /// <summary>Takes over a buffer from <see cref="Rent"/>, of which the first <paramref name="length"/> bytes count.</summary>
    public static TransferChunk OfRented(byte[] buffer, int length) => new MemoryChunk(buffer.AsMemory(0, length), buffer);

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
    public TransferChunk First(int length) => length == Length ? this : Shortened(length);

    public abstract void Dispose();

    private protected abstract TransferChunk Shortened(int length);

    private sealed class MemoryChunk(ReadOnlyMemory<byte> memory, byte[]? pooled) : TransferChunk
    {
        private byte[]? _pooled = pooled;

        public override ReadOnlyMemory<byte> Memory => memory;

        public override FileRegion? Region => null;

        public override int Length => memory.Length;

        public override void Dispose()
        {
            if (Interlocked.Exchange(ref _pooled, null) is { } buffer)
                Return(buffer);
        }

        public override string ToString() => $"{Length} bytes";

        private protected override TransferChunk Shortened(int length) =>
            new MemoryChunk(memory[..length], Interlocked.Exchange(ref _pooled, null));
    }

    private sealed class RegionChunk(FileRegion region) : TransferChunk
    {
        public override ReadOnlyMemory<byte> Memory => default;

        public override FileRegion? Region => region;

        public override int Length => region.Length;

        public override void Dispose()
        {
        }

        public override string ToString() => $"{Length} bytes of a file at {region.Offset}";

        private protected override TransferChunk Shortened(int length) => Of(region with { Length = length });
    }
}
