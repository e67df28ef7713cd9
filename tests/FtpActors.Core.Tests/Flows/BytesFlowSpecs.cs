using System.Text;
using Akka;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public sealed class BytesFlowSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public BytesFlowSpecs() => _materializer = Sys.Materializer();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers), Patience);

    [Fact]
    public async Task BytesFlow_should_take_a_flow_of_memory()
    {
        var doubled = Flow.Create<ReadOnlyMemory<byte>>().SelectMany(static bytes => new[] { bytes, default, bytes });
        Assert.Equal("aabcbc", await Run(BytesFlow.Of(doubled), "a", "bc"));
    }

    [Fact]
    public async Task BytesFlow_should_take_a_flow_of_byte_strings()
    {
        var collected = Flow.Create<ByteString>().Aggregate(ByteString.Empty, static (all, piece) => piece + all);
        Assert.Equal("bca", await Run(BytesFlow.Of(collected), "a", "bc"));
    }

    [Fact]
    public async Task BytesFlow_should_give_bytes_that_may_be_kept()
    {
        var kept = new List<ReadOnlyMemory<byte>>();
        await Run(BytesFlow.Of(Flow.Create<ReadOnlyMemory<byte>>().Select(bytes =>
        {
            kept.Add(bytes);
            return bytes;
        })), "first", "other");
        Assert.Equal(["first", "other"], kept.Select(bytes => Encoding.UTF8.GetString(bytes.Span)));
    }

    [Fact]
    public async Task BytesFlow_should_lose_no_buffer_when_its_flow_fails()
    {
        var failing = Flow.Create<ReadOnlyMemory<byte>>().Select(static ReadOnlyMemory<byte> (_) => throw new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(BytesFlow.Of(failing), "a", "b"));
    }

    private async Task<string> Run(Flow<TransferChunk, TransferChunk, NotUsed> flow, params string[] texts)
    {
        var bytes = await Source.From(texts).Select(Chunks.Pooled).Via(flow).Select(Chunks.Take).RunWith(Sink.Seq<byte[]>(), _materializer);
        return string.Concat(bytes.Select(Encoding.UTF8.GetString));
    }
}
