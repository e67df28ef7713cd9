using System.Text;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public sealed class InspectFlowSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;
    private readonly StringBuilder _seen = new();

    public InspectFlowSpecs() => _materializer = Sys.Materializer();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers), Patience);

    [Fact]
    public async Task InspectFlow_should_show_every_byte_and_pass_the_chunks_themselves()
    {
        TransferChunk[] chunks = [Chunks.Pooled("a"), Chunks.Pooled("bc"), Chunks.Pooled("")];
        var passed = await Source.From(chunks).Via(InspectFlow.Create(See)).RunWith(Sink.Seq<TransferChunk>(), _materializer);
        Assert.Equal(chunks, passed);
        Assert.Equal("abc", _seen.ToString());
        Array.ForEach(chunks, static chunk => chunk.Dispose());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InspectFlow_should_hold_a_chunk_and_the_end_back_until_somebody_has_looked(bool isEnd)
    {
        var (looking, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        ValueTask Look()
        {
            looking.SetResult();
            return new ValueTask(gate.Task);
        }

        var flow = isEnd ? InspectFlow.Create(_ => ValueTask.CompletedTask, Look) : InspectFlow.Create(_ => Look());
        var passed = new List<byte[]>();
        var ended = Source.Single(Chunks.Pooled("a")).Via(flow).Select(Chunks.Take).RunForeach(passed.Add, _materializer);
        await looking.Task.WaitAsync(Patience);
        Assert.False(ended.IsCompleted);
        Assert.Equal(isEnd ? 1 : 0, passed.Count);

        gate.SetResult();

        await ended.WaitAsync(Patience);
        Assert.Single(passed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InspectFlow_should_fail_with_what_a_look_failed_with(bool isLate)
    {
        var failure = new InvalidOperationException("Infected.");
        var flow = InspectFlow.Create(async _ =>
        {
            if (isLate)
                await Task.Yield();
            throw failure;
        });
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => Run(flow, "a", "b")));
    }

    [Fact]
    public async Task InspectFlow_should_fail_at_the_end_with_what_that_failed_with()
    {
        var flow = InspectFlow.Create(See, () => throw new InvalidOperationException($"Infected: {_seen}"));
        Assert.Equal("Infected: abc", (await Assert.ThrowsAsync<InvalidOperationException>(() => Run(flow, "a", "bc"))).Message);
    }

    [Fact]
    public async Task InspectFlow_should_not_call_it_an_end_when_the_stream_fails()
    {
        var flow = InspectFlow.Create(See, () => _seen.Append("end"));
        await Assert.ThrowsAsync<IOException>(() => Source.Failed<TransferChunk>(new IOException()).Via(flow).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
        Assert.Equal("", _seen.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InspectFlow_should_leave_a_chunk_to_whoever_still_looks_at_it_when_the_stream_ends(bool fails)
    {
        var (looking, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var flow = InspectFlow.Create(async bytes =>
        {
            looking.SetResult();
            await gate.Task;
            _seen.Append(Encoding.UTF8.GetString(bytes.Span));
        });
        var (killSwitch, ended) = Source.Single(Chunks.Pooled("still there")).Concat(Source.Maybe<TransferChunk>().MapMaterializedValue(_ => NotUsed.Instance))
            .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .Via(flow)
            .ToMaterialized(Sink.Ignore<TransferChunk>(), Keep.Both)
            .Run(_materializer);
        await looking.Task.WaitAsync(Patience);

        killSwitch.Abort(new IOException());

        await Assert.ThrowsAnyAsync<Exception>(() => ended.WaitAsync(Patience));
        Assert.Equal(_buffersBefore + 1, TransferChunk.OutstandingBuffers);
        if (fails)
            gate.SetException(new InvalidOperationException());
        else
            gate.SetResult();
        await DisposeAsync();
        Assert.Equal(fails ? "" : "still there", _seen.ToString());
    }

    [Fact]
    public async Task InspectFlow_should_not_take_file_regions()
    {
        await using var file = new FileStream(typeof(InspectFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var region = Source.Single(TransferChunk.Of(new FileRegion(file, 0, 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => region.Via(InspectFlow.Create(See)).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
    }

    private void See(ReadOnlyMemory<byte> bytes) => _seen.Append(Encoding.UTF8.GetString(bytes.Span));

    private Task Run(Flow<TransferChunk, TransferChunk, NotUsed> flow, params string[] texts) =>
        Source.From(texts).Select(Chunks.Pooled).Via(flow).Select(Chunks.Take).RunWith(Sink.Ignore<byte[]>(), _materializer);
}
