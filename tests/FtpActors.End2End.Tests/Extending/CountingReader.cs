using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>A file that is nowhere: 0, 1, 2 … 255, 0, 1 … made while the data connection takes them.</summary>
public sealed class CountingReader(long count) : IStorageReader
{
    private const int ChunkSize = 64 * 1024;

    public long? Size => count;

    public Source<TransferChunk, NotUsed> Content => Source.Unfold(0L, offset =>
        offset < count ? (offset + ChunkSize, ChunkAt(offset)) : Option<(long, TransferChunk)>.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A pooled buffer; whoever takes the chunk gives it back.</summary>
    private TransferChunk ChunkAt(long offset)
    {
        var length = (int)Math.Min(ChunkSize, count - offset);
        var buffer = TransferChunk.Rent(length);
        for (var i = 0; i < length; i++)
            buffer[i] = (byte)(offset + i);
        return TransferChunk.OfRented(buffer, length);
    }
}
