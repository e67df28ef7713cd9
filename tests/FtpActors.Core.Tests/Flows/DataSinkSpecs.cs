using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Flows;

[Collection(BuffersCollection.Name)]
public sealed class DataSinkSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DataConnectionException Lost = new(DataConnectionFault.Lost, "Gone.");
    private static readonly StorageException Broken = new(StorageFault.InputOutput, "Broken.");
    private readonly ActorMaterializer _materializer;
    private readonly GatedTransport _transport = new();
    private long _before;

    public DataSinkSpecs() => _materializer = Sys.Materializer();

    public Task InitializeAsync()
    {
        _before = TransferChunk.OutstandingBuffers;
        return Task.CompletedTask;
    }

    /// <summary>Every case leaves no buffer behind.</summary>
    public Task DisposeAsync() =>
        AwaitAssertAsync(() => Assert.Equal(_before, TransferChunk.OutstandingBuffers), Patience);

    [Fact]
    public async Task DataSink_should_send_one_byte_at_a_time_and_then_close_its_side()
    {
        var ended = Source.From(Enumerable.Range(0, 100).Select(i => Chunk((byte)i))).RunWith(DataSink.Create(_transport), _materializer);
        for (byte i = 0; i < 100; i++)
        {
            var sending = await _transport.NextSend();
            Assert.Equal([i], sending.Chunk.Memory.ToArray());
            Assert.False(_transport.Closing.IsCompleted);
            sending.End.SetResult(0);
        }

        await _transport.Closing.WaitAsync(Patience);
        await ended.WaitAsync(Patience);
        Assert.Equal(0, _transport.Overlaps);
        Assert.False(_transport.Aborted.IsCompleted);
    }

    [Fact]
    public async Task DataSink_should_send_what_is_taken_at_once()
    {
        var transport = new GatedTransport { OnSend = _ => ValueTask.CompletedTask };
        await Source.From(Enumerable.Range(0, 10_000).Select(i => Chunk((byte)i))).RunWith(DataSink.Create(transport), _materializer).WaitAsync(Patience);
        Assert.Equal(10_000, transport.Sends);
        Assert.True(transport.Closing.IsCompleted);
    }

    [Fact]
    public async Task DataSink_should_close_its_side_when_there_is_nothing_to_send()
    {
        await Source.Empty<TransferChunk>().RunWith(DataSink.Create(_transport), _materializer).WaitAsync(Patience);
        Assert.True(_transport.Closing.IsCompleted);
        Assert.Equal(0, _transport.Sends);
    }

    [Fact]
    public async Task DataSink_should_ask_for_a_chunk_only_when_the_one_before_is_sent()
    {
        var asked = 0;
        var ended = Source.From(Asked()).RunWith(DataSink.Create(_transport), _materializer);
        for (var i = 1; i <= 3; i++)
        {
            var sending = await _transport.NextSend();
            // The enumerator looks one element ahead.
            Assert.InRange(asked, i, i + 1);
            sending.End.SetResult(0);
        }

        await ended.WaitAsync(Patience);

        IEnumerable<TransferChunk> Asked()
        {
            while (asked < 3)
            {
                asked++;
                yield return Chunk(1);
            }
        }
    }

    [Fact]
    public async Task DataSink_should_dispose_each_chunk_when_it_is_sent_and_not_before()
    {
        var (queue, ended) = Queue();
        await queue.OfferAsync(Chunk(1));
        var first = await _transport.NextSend();
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        first.End.SetResult(0);
        await AwaitAssertAsync(() => Assert.Equal(_before, TransferChunk.OutstandingBuffers));
        queue.Complete();
        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task DataSink_should_end_after_the_send_in_flight_when_upstream_completes()
    {
        var (queue, ended) = Queue();
        await queue.OfferAsync(Chunk(1));
        var sending = await _transport.NextSend();
        queue.Complete();
        await queue.WatchCompletionAsync().WaitAsync(Patience);
        Assert.False(_transport.Closing.IsCompleted);
        Assert.False(ended.IsCompleted);
        sending.End.SetResult(0);
        await ended.WaitAsync(Patience);
        Assert.True(_transport.Closing.IsCompleted);
    }

    [Fact]
    public async Task DataSink_should_end_only_when_closing_has()
    {
        var closed = new TaskCompletionSource();
        var transport = new GatedTransport { OnCompleteSend = () => new ValueTask(closed.Task) };
        var ended = Source.Empty<TransferChunk>().RunWith(DataSink.Create(transport), _materializer);
        await transport.Closing.WaitAsync(Patience);
        Assert.False(ended.IsCompleted);
        closed.SetResult();
        await ended.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DataSink_should_fail_when_closing_does(bool isAtOnce)
    {
        var closed = new TaskCompletionSource();
        var transport = new GatedTransport { OnCompleteSend = () => isAtOnce ? ValueTask.FromException(Lost) : new ValueTask(closed.Task) };
        var ended = Source.Empty<TransferChunk>().RunWith(DataSink.Create(transport), _materializer);
        closed.SetException(Lost);
        Assert.Same(Lost, await Assert.ThrowsAsync<DataConnectionException>(() => ended.WaitAsync(Patience)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DataSink_should_fail_as_the_connection_does_and_cancel_upstream(bool isAtOnce)
    {
        var transport = new GatedTransport { OnSend = isAtOnce ? _ => ValueTask.FromException(Lost) : null };
        var (queue, ended) = Source.Queue<TransferChunk>(0, OverflowStrategy.Backpressure).ToMaterialized(DataSink.Create(transport), Keep.Both).Run(_materializer);
        await queue.OfferAsync(Chunk(1));
        if (!isAtOnce)
            (await transport.NextSend()).End.SetException(Lost);
        Assert.Same(Lost, await Assert.ThrowsAsync<DataConnectionException>(() => ended.WaitAsync(Patience)));
        await queue.WatchCompletionAsync().WaitAsync(Patience);
        Assert.False(transport.Closing.IsCompleted);
    }

    [Fact]
    public async Task DataSink_should_dispose_a_chunk_whose_send_throws_at_once()
    {
        var transport = new GatedTransport { OnSend = _ => throw new InvalidOperationException("Not now.") };
        var ended = Source.Single(Chunk(1)).RunWith(DataSink.Create(transport), _materializer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task DataSink_should_fail_as_upstream_does_without_closing_its_side()
    {
        var ended = Source.Failed<TransferChunk>(Broken).RunWith(DataSink.Create(_transport), _materializer);
        Assert.Same(Broken, await Assert.ThrowsAsync<StorageException>(() => ended.WaitAsync(Patience)));
        Assert.False(_transport.Closing.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DataSink_should_end_after_the_send_in_flight_when_upstream_fails_and_tell_that_failure(bool isSent)
    {
        var (queue, ended) = Queue();
        await queue.OfferAsync(Chunk(1));
        var sending = await _transport.NextSend();
        queue.Fail(Broken);
        await Assert.ThrowsAnyAsync<Exception>(() => queue.WatchCompletionAsync().WaitAsync(Patience));
        await _transport.Aborted.WaitAsync(Patience);
        Assert.False(ended.IsCompleted);
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        if (isSent)
            sending.End.SetResult(0);
        else
            sending.End.SetException(Lost);
        Assert.Same(Broken, await Assert.ThrowsAsync<StorageException>(() => ended.WaitAsync(Patience)));
        Assert.False(_transport.Closing.IsCompleted);
    }

    [Fact]
    public async Task DataSink_should_end_after_the_send_in_flight_when_the_materializer_stops()
    {
        var materializer = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys));
        var (queue, ended) = Source.Queue<TransferChunk>(0, OverflowStrategy.Backpressure).ToMaterialized(DataSink.Create(_transport), Keep.Both).Run(materializer);
        await queue.OfferAsync(Chunk(1));
        var sending = await _transport.NextSend();
        materializer.Shutdown();
        await Assert.ThrowsAnyAsync<Exception>(() => queue.WatchCompletionAsync().WaitAsync(Patience));
        await _transport.Aborted.WaitAsync(Patience);
        Assert.False(ended.IsCompleted);
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        sending.End.SetResult(0);
        await Assert.ThrowsAsync<AbruptStageTerminationException>(() => ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task DataSink_should_fail_when_the_materializer_stops_while_nothing_is_in_flight()
    {
        var materializer = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys));
        var (queue, ended) = Source.Queue<TransferChunk>(0, OverflowStrategy.Backpressure).ToMaterialized(DataSink.Create(_transport), Keep.Both).Run(materializer);
        await queue.OfferAsync(Chunk(1));
        (await _transport.NextSend()).End.SetResult(0);
        materializer.Shutdown();
        await Assert.ThrowsAsync<AbruptStageTerminationException>(() => ended.WaitAsync(Patience));
    }

    private static TransferChunk Chunk(byte value)
    {
        var buffer = TransferChunk.Rent(1);
        buffer[0] = value;
        return TransferChunk.OfRented(buffer, 1);
    }

    private (ISourceQueueWithComplete<TransferChunk> Queue, Task<Done> Ended) Queue() =>
        Source.Queue<TransferChunk>(0, OverflowStrategy.Backpressure).ToMaterialized(DataSink.Create(_transport), Keep.Both).Run(_materializer);
}
