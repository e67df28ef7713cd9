using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using FtpActors.Core.Storage;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <summary>Owns streams.</summary>
public sealed class StreamOwner : UntypedActor
{
    public IMaterializer Materializer { get; } = Context.Materializer();

    protected override void OnReceive(object message) => Unhandled(message);
}

/// <summary>For specs of storages: uploads, downloads and listings in a line each.</summary>
public abstract class StorageFixtureBase : Akka.TestKit.Xunit2.TestKit
{
    private const int ChunkSize = 70_000;

    private readonly Lazy<IFtpStorage> _storage;
    private readonly long _outstanding = TransferChunk.OutstandingBuffers;

    protected StorageFixtureBase() => _storage = new Lazy<IFtpStorage>(CreateStorage);

    /// <summary>The storage of this fact; empty at first.</summary>
    protected IFtpStorage Storage => _storage.Value;

    /// <summary>A storage without any entry. Called once for each fact, before anything else.</summary>
    protected abstract IFtpStorage CreateStorage();

    protected static FtpPath At(string path) => FtpPath.Parse(path);

    protected static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bytes as pooled chunks of uneven sizes.</summary>
    protected static IEnumerable<TransferChunk> Chunks(byte[] bytes, int chunkSize = ChunkSize) =>
        Starts(bytes, chunkSize).Select(at => ChunkAt(bytes, at, chunkSize));

    /// <summary>A whole upload: open, write, commit, dispose.</summary>
    protected async Task Put(string path, byte[] bytes, WriteMode mode = WriteMode.Replace, long offset = 0)
    {
        await using var writer = await Storage.OpenWrite(At(path), mode, offset, default);
        await Write(writer, bytes);
        await writer.Commit(default);
    }

    /// <summary>Each chunk is made when it is asked for: a source of chunks has one ready, which is lost when the writer fails.</summary>
    protected Task Write(IStorageWriter writer, byte[] bytes) =>
        Source.From(Starts(bytes, ChunkSize)).Select(at => ChunkAt(bytes, at, ChunkSize)).RunWith(writer.Content, Sys.Materializer());

    /// <summary>A whole download.</summary>
    protected async Task<byte[]> Get(string path, long offset = 0)
    {
        await using var reader = await Storage.OpenRead(At(path), offset, default);
        return await Read(reader);
    }

    protected async Task<byte[]> Read(IStorageReader reader)
    {
        var bytes = new MemoryStream();
        await reader.Content.RunForeach(
            chunk =>
            {
                using (chunk)
                    bytes.Write(chunk.Memory.Span);
            },
            Sys.Materializer());
        return bytes.ToArray();
    }

    protected Task<List<FtpEntry>> Entries(string directory) => Entries(Storage.List(At(directory)));

    protected async Task<List<FtpEntry>> Entries(Source<FtpEntry, NotUsed> listing)
    {
        var entries = new List<FtpEntry>();
        await listing.RunForeach(entries.Add, Sys.Materializer());
        return entries;
    }

    protected async Task<bool> Exists(string path)
    {
        try
        {
            await Storage.Stat(At(path), default);
            return true;
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.NotFound)
        {
            return false;
        }
    }

    /// <summary>The task must fail with one of these kinds.</summary>
    protected static async Task<StorageException> Refused(Task task, params StorageFault[] kinds)
    {
        var fault = await Assert.ThrowsAsync<StorageException>(() => task);
        Assert.Contains(fault.Fault, kinds);
        return fault;
    }

    /// <summary>An actor of its own for streams, which end abruptly when it is stopped.</summary>
    protected TestActorRef<StreamOwner> NewStreamOwner() => ActorOfAsTestActorRef<StreamOwner>();

    /// <summary>Gives the elements when they are asked for, and holds one of them ready.</summary>
    protected static Sink<T, ISinkQueue<T>> OneByOne<T>() =>
        Sink.Queue<T>().WithAttributes(Attributes.CreateInputBuffer(1, 1));

    /// <summary>Takes and disposes what still comes, whether the stream ends well or badly.</summary>
    protected static async Task Drained(ISinkQueue<TransferChunk> queue)
    {
        try
        {
            while (await queue.PullAsync() is { HasValue: true } next)
                next.Value.Dispose();
        }
        catch (Exception end) when (end is ObjectDisposedException or StorageException)
        {
            // The reader was disposed meanwhile.
        }
    }

    /// <summary>Waits until every pooled buffer that was taken since the fact began is given back.</summary>
    protected Task NoBufferIsLeft() =>
        AwaitConditionAsync(() => Task.FromResult(TransferChunk.OutstandingBuffers == _outstanding), TimeSpan.FromSeconds(30));

    private static IEnumerable<int> Starts(byte[] bytes, int chunkSize)
    {
        for (var at = 0; at < bytes.Length; at += chunkSize)
            yield return at;
    }

    private static TransferChunk ChunkAt(byte[] bytes, int at, int chunkSize)
    {
        var count = Math.Min(chunkSize, bytes.Length - at);
        var buffer = TransferChunk.Rent(count);
        bytes.AsSpan(at, count).CopyTo(buffer);
        return TransferChunk.OfRented(buffer, count);
    }
}
