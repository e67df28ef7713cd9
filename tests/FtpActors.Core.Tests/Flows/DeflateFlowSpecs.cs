using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public class DeflateFlowSpecs : ActorSpecBase
{
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public DeflateFlowSpecs() => _materializer = Sys.Materializer();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 1)]
    [InlineData(70_000, 70_000)]
    [InlineData(1_000_000, 4096)]
    [InlineData(3_000_000, 256 * 1024)]
    public async Task DeflateFlow_should_make_one_zlib_stream_however_the_bytes_are_cut(int length, int size)
    {
        var content = ZLibBytes.Content(length);
        Assert.Equal(content, ZLibBytes.Inflate(await Run(ZLibBytes.Cut(content, size))));
        await NothingIsLeft();
    }

    [Fact]
    public async Task DeflateFlow_should_make_a_zlib_stream_of_nothing()
    {
        foreach (byte[][] pieces in new byte[][][] { [], [[]] })
        {
            var stream = await Run(pieces);
            Assert.Equal([0x78, 0x9c, 3, 0, 0, 0, 0, 1], stream);
            Assert.Empty(ZLibBytes.Inflate(stream));
        }

        await NothingIsLeft();
    }

    [Fact]
    public async Task DeflateFlow_should_compress_more_at_a_higher_level()
    {
        var text = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40_000).Select(n => $"{n * 7 % 1000} lines ")));
        var stored = await Run([text], level: 0);
        var fast = await Run([text], level: 1);
        var small = await Run([text], level: 9);
        Assert.All([stored, fast, small], stream => Assert.Equal(text, ZLibBytes.Inflate(stream)));
        Assert.True(stored.Length > text.Length);
        Assert.True(fast.Length < text.Length / 2);
        Assert.True(small.Length < fast.Length);
    }

    [Fact]
    public async Task DeflateFlow_should_send_chunks_of_32_KiB_at_most()
    {
        var sizes = new List<int>();
        await Chunked([ZLibBytes.Content(2_000_000)]).Via(DeflateFlow.Create(0)).RunForeach(
            chunk =>
            {
                sizes.Add(chunk.Length);
                chunk.Dispose();
            },
            _materializer);
        Assert.Equal(32 * 1024, sizes.Max());
        Assert.All(sizes[..^1], size => Assert.Equal(32 * 1024, size));
        await NothingIsLeft();
    }

    [Fact]
    public async Task DeflateFlow_should_refuse_file_regions()
    {
        await using var file = new FileStream(typeof(DeflateFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read);
        var region = TransferChunk.Of(new FileRegion(file, 0, 1));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Source.Single(region).Via(DeflateFlow.Create()).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
    }

    [Fact]
    public async Task DeflateFlow_should_leak_no_buffer_when_downstream_cancels()
    {
        var first = await Chunked(Enumerable.Repeat(ZLibBytes.Content(300_000), 20))
            .Via(DeflateFlow.Create(0))
            .RunWith(Sink.First<TransferChunk>(), _materializer);
        first.Dispose();
        await NothingIsLeft();
    }

    [Fact]
    public async Task DeflateFlow_should_leak_no_buffer_when_upstream_fails()
    {
        await Assert.ThrowsAsync<IOException>(() => Chunked([ZLibBytes.Content(300_000)])
            .Concat(Source.Failed<TransferChunk>(new IOException("broken")))
            .Via(DeflateFlow.Create())
            .RunForeach(chunk => chunk.Dispose(), _materializer));
        await NothingIsLeft();
    }

    private async Task<byte[]> Run(IEnumerable<byte[]> pieces, int level = DeflateFlow.DefaultLevel)
    {
        var output = await Chunked(pieces).Via(DeflateFlow.Create(level)).RunToEnd(
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
