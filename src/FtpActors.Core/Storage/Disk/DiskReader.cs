using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

internal sealed class DiskReader(DiskFile file, long size, long offset) : IRegionReader
{
    /// <summary>Bytes that go to the kernel as a unit.</summary>
    public const int RegionSize = 16 * 1024 * 1024;

    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    public long? Size => size;

    public Source<TransferChunk, NotUsed> Content => Source.FromGraph(new DiskSource(file, offset, size));

    public Source<TransferChunk, NotUsed> Regions => Source.From(EachRegion());

    /// <summary>Opens a file. Blocks.</summary>
    /// <param name="realPath">Of a plain file.</param>
    /// <param name="threads">Where it is read.</param>
    /// <param name="path">For messages.</param>
    /// <param name="offset">Of the first byte.</param>
    public static IStorageReader Open(string realPath, BlockingThreads threads, FtpPath path, long offset)
    {
        var file = new FileStream(realPath, new FileStreamOptions
        {
            Share = Share,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });
        return new DiskReader(new DiskFile(file, threads, path), RandomAccess.GetLength(file.SafeFileHandle), offset);
    }

    /// <summary>Opens, reads and closes a small file, or gives null when as many are held as may be. Blocks. What it has grown to since it
    /// was looked at is left out beyond <see cref="WholeReader.MostBytes"/>, as if that had come later.</summary>
    public static IStorageReader? TryReadWhole(string realPath, long offset, ReadBudget budget)
    {
        if (!budget.TryTake(WholeReader.MostBytes))
            return null;
        WholeReader? reader = null;
        try
        {
            return reader = ReadWhole(realPath, offset, budget);
        }
        finally
        {
            if (reader is null)
                budget.GiveBack(WholeReader.MostBytes);
        }
    }

    private static WholeReader ReadWhole(string realPath, long offset, ReadBudget budget)
    {
        using var file = File.OpenHandle(realPath, FileMode.Open, FileAccess.Read, Share);
        var size = RandomAccess.GetLength(file);
        var wanted = (int)Math.Clamp(size - offset, 0, WholeReader.MostBytes);
        if (wanted == 0)
            return Whole(size, null);
        var buffer = TransferChunk.Rent(wanted);
        var count = 0;
        try
        {
            while (count < wanted && RandomAccess.Read(file, buffer.AsSpan(count, wanted - count), offset + count) is > 0 and var read)
                count += read;
        }
        catch
        {
            TransferChunk.Return(buffer);
            throw;
        }

        return Whole(offset + count, TransferChunk.OfRented(buffer, count));

        // What is rented is seldom more than twice the content; the rest of the place is free for others.
        WholeReader Whole(long whole, TransferChunk? content)
        {
            var taken = Math.Min(WholeReader.MostBytes, 2L * (content?.Length ?? 0));
            budget.GiveBack(WholeReader.MostBytes - taken);
            return new WholeReader(whole, content, budget, taken);
        }
    }

    public async ValueTask DisposeAsync() => await file.Close().ConfigureAwait(false);

    private IEnumerable<TransferChunk> EachRegion()
    {
        for (var at = offset; at < size; at += RegionSize)
            yield return TransferChunk.Of(new FileRegion(file.Stream, at, (int)Math.Min(RegionSize, size - at)));
    }
}
