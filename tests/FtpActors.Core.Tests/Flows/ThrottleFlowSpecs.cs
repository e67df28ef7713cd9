using System.Collections.Concurrent;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Flows;

/// <summary>The stage by itself: what it does to chunks, and how it ends.</summary>
[Collection(BufferCountCollection.Name)]
public sealed class ThrottleFlowSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ActorMaterializer _materializer;
    private readonly ManualTime _time = new();
    private readonly Throttle _throttle;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public ThrottleFlowSpecs()
    {
        _materializer = Sys.Materializer();
        _throttle = new Throttle(1000, _time);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() =>
        AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThrottleFlow_should_pass_chunks_as_they_are_without_a_limit(bool isRegion)
    {
        _throttle.Limit = null;
        await using var file = OpenFile();
        using var chunk = isRegion ? TransferChunk.Of(new FileRegion(file, 5, 16 * 1024 * 1024)) : Chunks.Pooled(new byte[256 * 1024]);
        var passed = await Source.Single(chunk).Via(ThrottleFlow.Create([_throttle, _throttle])).RunWith(Sink.Seq<TransferChunk>(), _materializer);
        Assert.Same(chunk, Assert.Single(passed));
    }

    [Fact]
    public async Task ThrottleFlow_should_pass_everything_without_throttles()
    {
        using var chunk = Chunks.Pooled("all");
        Assert.Same(chunk, await Source.Single(chunk).Via(ThrottleFlow.Create([])).RunWith(Sink.First<TransferChunk>(), _materializer));
    }

    [Fact]
    public async Task ThrottleFlow_should_cut_a_region_into_regions_of_a_tenth_of_a_second_at_most()
    {
        await using var file = OpenFile();
        var sink = Run(Source.Single(TransferChunk.Of(new FileRegion(file, 40, 120))));
        Assert.Equal(new FileRegion(file, 40, 50), (await sink.Next()).Region);
        Assert.Equal(new FileRegion(file, 90, 50), (await sink.Next()).Region);
        sink.Pull();
        Settle();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(new FileRegion(file, 140, 20), (await sink.Chunks.ReadAsync()).Region);
        await sink.Ended.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task ThrottleFlow_should_change_no_byte_and_complete_after_the_last(int chunkSize)
    {
        var content = Enumerable.Range(0, 2345).Select(n => (byte)(n * 7)).ToArray();
        var bytes = Source.From(content.Chunk(chunkSize))
            .Select(piece => Chunks.Pooled(piece))
            .Via(ThrottleFlow.Create([new Throttle(3000, _time), _throttle]))
            .RunToEnd(new List<byte>(), (all, chunk) => [.. all, .. Chunks.Take(chunk)], _materializer);
        _time.Advance(TimeSpan.FromSeconds(3), () => SpinWait.SpinUntil(() => bytes.IsCompleted || _throttle.Waiting == 1, Patience));
        Assert.Equal(content, await bytes.WaitAsync(Patience));
    }

    [Fact]
    public async Task ThrottleFlow_should_pass_an_empty_chunk()
    {
        var sink = Run(Source.Single(TransferChunk.Of(ReadOnlyMemory<byte>.Empty)));
        Assert.Equal(0, (await sink.Next()).Length);
        await sink.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task ThrottleFlow_should_pull_nothing_while_it_holds_a_chunk()
    {
        var pulled = 0;
        var sink = await Waiting(Source.Repeat(150).Select(size =>
        {
            pulled++;
            return Chunks.Pooled(new byte[size]);
        }));
        Assert.Equal(1, pulled);
        await Cancel(sink);
    }

    [Fact]
    public async Task ThrottleFlow_should_give_its_chunk_back_when_downstream_cancels_while_it_waits()
    {
        var sink = await Waiting(Endless());
        await Cancel(sink);
        AwaitAssert(() => Assert.Equal(0, _throttle.Waiting));
    }

    [Fact]
    public async Task ThrottleFlow_should_fail_at_once_when_upstream_fails_while_it_waits()
    {
        var failing = new TaskCompletionSource<TransferChunk>();
        var sink = await Waiting(Source.Single(Chunks.Pooled(new byte[150])).Merge(Source.FromTask(failing.Task)));
        failing.SetException(new IOException("Broken."));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => sink.Ended.WaitAsync(Patience));
        Assert.IsType<IOException>(failure.GetBaseException());
        AwaitAssert(() => Assert.Equal(0, _throttle.Waiting));
    }

    [Fact]
    public async Task ThrottleFlow_should_send_the_rest_when_upstream_has_completed()
    {
        var sink = await Waiting(Source.Single(Chunks.Pooled(new byte[150])));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(50, Chunks.Take(await sink.Chunks.ReadAsync()).Length);
        await sink.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task ThrottleFlow_should_give_its_chunk_back_when_it_is_stopped_while_it_waits()
    {
        var materializer = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys));
        var ended = Endless()
            .Via(ThrottleFlow.Create([_throttle])).RunForeach(chunk => chunk.Dispose(), materializer);
        Settle();
        materializer.Shutdown();
        await Assert.ThrowsAnyAsync<Exception>(() => ended.WaitAsync(Patience));
        AwaitAssert(() => Assert.Equal(0, _throttle.Waiting));
    }

    [Fact]
    public async Task ThrottleFlow_should_tell_when_it_waits_and_when_it_goes_on()
    {
        var told = new ConcurrentQueue<bool>();
        var sink = await Waiting(Source.Single(Chunks.Pooled(new byte[150])), told.Enqueue);
        AwaitAssert(() => Assert.Equal([true], told));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Chunks.Take(await sink.Chunks.ReadAsync());
        await sink.Ended.WaitAsync(Patience);
        Assert.Equal([true, false], told);
    }

    [Fact]
    public void Piece_should_be_what_may_pass_at_once()
    {
        Assert.Equal(int.MaxValue, ThrottleFlow.Piece([]));
        Assert.Equal(int.MaxValue, ThrottleFlow.Piece([new Throttle(null, _time)]));
        Assert.Equal(50, ThrottleFlow.Piece([new Throttle(null, _time), new Throttle(5000, _time), _throttle]));
        Assert.Equal(1, ThrottleFlow.Piece([new Throttle(1, _time)]));
        Assert.Equal(int.MaxValue, ThrottleFlow.Piece([new Throttle(long.MaxValue, _time)]));
    }

    private static FileStream OpenFile() => new(typeof(ThrottleFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read);

    private static Source<TransferChunk, NotUsed> Endless() =>
        Source.Single(Chunks.Pooled(new byte[150])).Concat(Source.Maybe<TransferChunk>().MapMaterializedValue(_ => NotUsed.Instance));

    private static async Task Cancel(DataSourceDemand.Handle sink)
    {
        sink.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Ended.WaitAsync(Patience));
    }

    private DataSourceDemand.Handle Run(Source<TransferChunk, NotUsed> chunks, Action<bool>? waiting = null) =>
        chunks.Via(ThrottleFlow.Create([_throttle], waiting)).RunWith(new DataSourceDemand(), _materializer);

    /// <summary>The last 50 of 150 bytes wait.</summary>
    private async Task<DataSourceDemand.Handle> Waiting(Source<TransferChunk, NotUsed> chunks, Action<bool>? waiting = null)
    {
        var sink = Run(chunks, waiting);
        Assert.Equal(50, Chunks.Take(await sink.Next()).Length);
        Assert.Equal(50, Chunks.Take(await sink.Next()).Length);
        sink.Pull();
        Settle();
        return sink;
    }

    private void Settle() => Assert.True(SpinWait.SpinUntil(() => _throttle.Waiting == 1, Patience));
}
