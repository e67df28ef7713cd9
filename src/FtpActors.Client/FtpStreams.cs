using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka;
using Akka.IO;
using Akka.Streams.Dsl;
using Akka.Streams.IO;
using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Client.Listings;
using FtpActors.Client.Streaming;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Client;

/// <summary>The files of a server as sources and sinks.</summary>
/// <remarks>
/// <para>Every materialization takes a connection out of the pool when it first needs one and gives it back when it is over: a graph of a
/// thousand files uses as many connections as the pool allows. A graph that reads and writes at once needs two; one that holds more at
/// once than the pool has waits for ever.</para>
/// <para>Backpressure reaches the server: what is not wanted fills the TCP window. Cancelling ends a transfer by ABOR. Failures are those of
/// <see cref="FtpClient"/>; the materialized task then fails with <see cref="AbruptIOTerminationException"/>, which says how many bytes
/// had moved.</para>
/// </remarks>
/// <param name="pool">Stays the caller's.</param>
public sealed class FtpStreams(FtpClientPool pool)
{
    private const int ChunkSize = 256 * 1024;
    private const int SmallestChunk = 512;

    /// <summary>The entries of a directory.</summary>
    public Source<FtpListEntry, NotUsed> List(string path = "") => Source.From(() => Listed(CommandText.Check(path), new ListingBudget(pool.Options.Limits), default));

    /// <summary>The entries of a directory and of those below it, each directory before what is in it.</summary>
    /// <param name="path">Where to begin; empty for the first directory of the session.</param>
    /// <param name="enters">Which directories to go into; all when null. Links are never followed.</param>
    /// <param name="emitsDirectories">Whether directories are told, too, and not files alone.</param>
    public Source<FtpListEntry, NotUsed> Traverse(string path = "", Func<FtpListEntry, bool>? enters = null, bool emitsDirectories = true) =>
        Source.From(() => Traversed(CommandText.Check(path), enters ?? (_ => true), emitsDirectories, default));

    /// <summary>The content of a file.</summary>
    /// <param name="path">The server's file.</param>
    /// <param name="offset">Bytes to leave out.</param>
    public Source<ByteString, Task<IOResult>> Read(string path, long offset = 0) => ReadChunks(path, offset).Select(chunk =>
    {
        using (chunk)
            return ByteString.FromBytes(chunk.Memory.ToArray());
    });

    /// <summary>As <see cref="Read"/>, in pooled memory: each chunk belongs to whoever receives it.</summary>
    public Source<TransferChunk, Task<IOResult>> ReadChunks(string path, long offset = 0)
    {
        CommandText.Path(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ImmutableArray<Throttle> throttles = [pool.Download];
        return Source.Setup((_, _) =>
        {
            var download = new PooledDownload(pool, path, offset);
            return DataSource.Create(download, () => Math.Clamp(ThrottleFlow.Piece(throttles), SmallestChunk, ChunkSize))
                .Via(ThrottleFlow.Create(throttles))
                .WatchTermination((_, ended) => Result(ended, download));
        }).MapMaterializedValue(result => result.Unwrap());
    }

    /// <summary>A new file, or new content of one that is there. The task is done when the server says that it has all.</summary>
    /// <param name="path">The server's file.</param>
    /// <param name="offset">Bytes of it that stay.</param>
    public Sink<ByteString, Task<IOResult>> Write(string path, long offset = 0) => Bytes(WriteChunks(path, offset));

    /// <summary>The end of a file, which is made when missing.</summary>
    public Sink<ByteString, Task<IOResult>> Append(string path) =>
        Bytes(Chunks(new DataRequest("APPE " + CommandText.Path(path), IsUpload: true)));

    /// <summary>As <see cref="Write"/>, of chunks in memory; each is disposed.</summary>
    public Sink<TransferChunk, Task<IOResult>> WriteChunks(string path, long offset = 0) =>
        Chunks(new DataRequest("STOR " + CommandText.Path(path), offset, IsUpload: true));

    /// <summary>Gives every entry that comes another path.</summary>
    /// <param name="target">The new path.</param>
    /// <returns>Counts entries.</returns>
    public Sink<FtpListEntry, Task<IOResult>> Move(Func<FtpListEntry, string> target) =>
        Each((client, entry) => client.Rename(entry.Path, target(entry)));

    /// <summary>Removes every entry that comes; directories with all that is in them.</summary>
    /// <returns>Counts entries.</returns>
    public Sink<FtpListEntry, Task<IOResult>> Remove() => Each((client, entry) => entry.IsDirectory
        ? client.Remove(entry.Path)
        : client.RemoveFile(entry.Path));

    /// <summary>Makes a directory and those above it when it is run; one element.</summary>
    public Source<Done, NotUsed> MakeDirectory(string path)
    {
        CommandText.Path(path);
        return Source.Single(path).SelectAsync(1, async one =>
        {
            await pool.Use(client => client.MakeDirectory(one)).ConfigureAwait(false);
            return Done.Instance;
        });
    }

    private static Sink<ByteString, Task<IOResult>> Bytes(Sink<TransferChunk, Task<IOResult>> chunks) => Flow.Create<ByteString>()
        .Where(bytes => bytes.Count > 0)
        .Select(bytes => TransferChunk.Of(bytes.ToArray()))
        .ToMaterialized(chunks, Keep.Right);

    private Sink<TransferChunk, Task<IOResult>> Chunks(DataRequest request)
    {
        ImmutableArray<Throttle> throttles = [pool.Upload];
        return Flow.Setup((_, _) =>
        {
            var upload = new PooledUpload(pool, request);
            var sink = Flow.Create<TransferChunk>().Via(ThrottleFlow.Create(throttles))
                .ToMaterialized(DataSink.Create(upload), (_, ended) => Result(ended, upload));
            return Flow.FromSinkAndSource(sink, Source.Empty<NotUsed>(), Keep.Left);
        }).ToMaterialized(Sink.Ignore<NotUsed>(), (result, _) => result.Unwrap());
    }

    private Sink<FtpListEntry, Task<IOResult>> Each(Func<FtpClient, FtpListEntry, Task> work) => Flow.Create<FtpListEntry>()
        .SelectAsync(pool.MaxConnections, async entry =>
        {
            await pool.Use(client => work(client, entry)).ConfigureAwait(false);
            return 1L;
        })
        .Aggregate(0L, (sum, one) => sum + one)
        .ToMaterialized(Sink.FirstOrDefault<long>(), (_, count) => Counted(count)); // Sink.Aggregate now and then throws where the stream fails while it starts.

    private static async Task<IOResult> Counted(Task<long> count) => IOResult.Success(await count.ConfigureAwait(false));

    private static async Task<IOResult> Result(Task<Done> ended, Core.Transport.IDataTransport transport)
    {
        try
        {
            await ended.ConfigureAwait(false);
            await transport.DisposeAsync().ConfigureAwait(false);
            return IOResult.Success(transport.BytesMoved);
        }
        catch (Exception cause)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw new AbruptIOTerminationException(IOResult.Failed(transport.BytesMoved, cause), cause);
        }
    }

    private async IAsyncEnumerable<FtpListEntry> Listed(string path, ListingBudget budget, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var rented = await pool.Rent(cancel).ConfigureAwait(false);
        await foreach (var entry in rented.Client.ListOne(path, budget, cancel).ConfigureAwait(false))
            yield return entry;
    }

    private async IAsyncEnumerable<FtpListEntry> Traversed(
        string path, Func<FtpListEntry, bool> enters, bool emitsDirectories, [EnumeratorCancellation] CancellationToken cancel)
    {
        var budget = new ListingBudget(pool.Options.Limits);
        var directories = new Stack<(string Path, int Depth)>();
        directories.Push((path, 1));
        while (directories.TryPop(out var directory))
        {
            budget.Enter(directory.Path, directory.Depth);
            var below = new List<string>();
            await foreach (var entry in Listed(directory.Path, budget, cancel).ConfigureAwait(false))
            {
                if (entry.IsDirectory && enters(entry))
                    below.Add(entry.Path);
                if (emitsDirectories || !entry.IsDirectory)
                    yield return entry;
            }

            for (var i = below.Count - 1; i >= 0; i--)
                directories.Push((below[i], directory.Depth + 1));
        }
    }
}
