using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public class InflateFlowSpecs : ActorSpecBase
{
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public InflateFlowSpecs() => _materializer = Sys.Materializer();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(30_000, 1)]
    [InlineData(70_000, 100_000)]
    [InlineData(1_000_000, 4096)]
    [InlineData(3_000_000, 256 * 1024)]
    public async Task InflateFlow_should_read_a_zlib_stream_however_it_is_cut(int length, int size)
    {
        var content = ZLibBytes.Content(length);
        Assert.Equal(content, await Run(ZLibBytes.Cut(ZLibBytes.Deflate(content), size)));
        await NothingIsLeft();
    }

    [Fact]
    public async Task InflateFlow_should_read_what_DeflateFlow_wrote()
    {
        var content = ZLibBytes.Content(500_000);
        Assert.Equal(content, await Run([content], DeflateFlow.Create().Via(InflateFlow.Create(null, 1000))));
        Assert.Empty(await Run([], DeflateFlow.Create().Via(InflateFlow.Create(null, 1000))));
        await NothingIsLeft();
    }

    [Fact]
    public async Task InflateFlow_should_take_no_bytes_at_all_for_an_empty_file()
    {
        Assert.Empty(await Run([]));
        Assert.Empty(await Run([[]]));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InflateFlow_should_ignore_what_follows_the_end_of_the_stream(bool oneByOne)
    {
        byte[] stream = [.. ZLibBytes.Deflate([1, 2, 3]), 9, 9, 9];
        Assert.Equal([1, 2, 3], await Run(ZLibBytes.Cut(stream, oneByOne ? 1 : 100)));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50_000)]
    public async Task InflateFlow_should_fail_when_the_stream_is_cut_off(int cutOff)
    {
        var stream = ZLibBytes.Deflate(ZLibBytes.Content(300_000))[..^cutOff];
        await ShouldFail(TransferDataFault.Truncated, [stream]);
        await ShouldFail(TransferDataFault.Truncated, ZLibBytes.Cut(stream, 1000));
        await ShouldFail(TransferDataFault.Truncated, [[0x78]]);
    }

    [Fact]
    public async Task InflateFlow_should_fail_when_the_bytes_are_no_zlib_stream()
    {
        await ShouldFail(TransferDataFault.Corrupt, ["This is not compressed."u8.ToArray()]);
        var stream = ZLibBytes.Deflate(ZLibBytes.Content(300_000));
        stream[^1] ^= 1;
        await ShouldFail(TransferDataFault.Corrupt, [stream]);
    }

    [Fact]
    public async Task InflateFlow_should_fail_before_more_comes_out_than_is_allowed()
    {
        var stream = ZLibBytes.Deflate(ZLibBytes.Content(300_000));
        Assert.Equal(300_000, (await Run([stream], InflateFlow.Create(300_000, 1000))).Length);
        await ShouldFail(TransferDataFault.TooLarge, [stream], InflateFlow.Create(299_999, 1000));
    }

    [Fact]
    public async Task InflateFlow_should_fail_when_the_stream_inflates_beyond_the_ratio()
    {
        var bomb = ZLibBytes.Deflate(new byte[20_000_000]);
        Assert.Equal(20_000_000, (await Run([bomb], InflateFlow.Create(null, 1100))).Length);
        await ShouldFail(TransferDataFault.TooLarge, [bomb], InflateFlow.Create(null, 100));
        await ShouldFail(TransferDataFault.TooLarge, ZLibBytes.Cut(bomb, 1000), InflateFlow.Create(null, 100));
    }

    [Fact]
    public async Task InflateFlow_should_allow_any_ratio_in_the_first_MiB() =>
        Assert.Equal(1024 * 1024, (await Run([ZLibBytes.Deflate(new byte[1024 * 1024])], InflateFlow.Create(null, 1))).Length);

    [Fact]
    public async Task InflateFlow_should_leak_no_buffer_when_downstream_cancels()
    {
        var first = await Chunked([ZLibBytes.Deflate(new byte[5_000_000])])
            .Concat(Source.Maybe<TransferChunk>().MapMaterializedValue(_ => NotUsed.Instance))
            .Via(InflateFlow.Create(null, 2000))
            .RunWith(Sink.First<TransferChunk>(), _materializer);
        Assert.Equal(64 * 1024, first.Length);
        first.Dispose();
        await NothingIsLeft();
    }

    [Fact]
    public async Task InflateFlow_should_leak_no_buffer_when_upstream_fails()
    {
        await Assert.ThrowsAsync<IOException>(() => Chunked([ZLibBytes.Deflate(ZLibBytes.Content(300_000))])
            .Concat(Source.Failed<TransferChunk>(new IOException("broken")))
            .Via(InflateFlow.Create(null, 1000))
            .RunForeach(chunk => chunk.Dispose(), _materializer));
        await NothingIsLeft();
    }

    [Fact]
    public async Task InflateFlow_should_refuse_file_regions()
    {
        await using var file = new FileStream(typeof(InflateFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read);
        var region = TransferChunk.Of(new FileRegion(file, 0, 1));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Source.Single(region).Via(InflateFlow.Create(null, 1000)).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
    }

    private async Task ShouldFail(TransferDataFault fault, IEnumerable<byte[]> pieces, Flow<TransferChunk, TransferChunk, NotUsed>? flow = null)
    {
        var failure = await Assert.ThrowsAsync<TransferDataException>(() => Run(pieces, flow));
        Assert.Equal(fault, failure.Fault);
        await NothingIsLeft();
    }

    private async Task<byte[]> Run(IEnumerable<byte[]> pieces, Flow<TransferChunk, TransferChunk, NotUsed>? flow = null)
    {
        var output = await Chunked(pieces).Via(flow ?? InflateFlow.Create(null, 1000)).RunToEnd(
            new MemoryStream(),
            (all, chunk) =>
            {
                all.Write(Chunks.Take(chunk));
                return all;
            },
            _materializer);
        return output.ToArray();
    }

    private static Source<TransferChunk, NotUsed> Chunked(IEnumerable<byte[]> pieces) =>
        Source.From(pieces).Select(piece => Chunks.Pooled(piece));

    private Task NothingIsLeft() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));
}
