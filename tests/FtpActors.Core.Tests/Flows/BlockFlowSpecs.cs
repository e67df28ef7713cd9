using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public class BlockFlowSpecs : ActorSpecBase
{
    private static readonly byte[] EndOfFile = [64, 0, 0];

    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public BlockFlowSpecs() => _materializer = Sys.Materializer();

    [Fact]
    public async Task BlockFlow_should_send_blocks_and_one_that_ends_the_file()
    {
        Assert.Equal([0, 0, 3, 1, 2, 3, 0, 0, 1, 4, 64, 0, 0], await Run(BlockFlow.ToWire(null), [[1, 2, 3], [], [4]]));
        Assert.Equal(EndOfFile, await Run(BlockFlow.ToWire(null), []));
        Assert.Equal(EndOfFile, await Run(BlockFlow.ToWire(0), [[]]));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task BlockFlow_should_read_what_it_wrote_however_it_is_cut(int size)
    {
        var content = ZLibBytes.Content(70_000);
        var sent = await Run(BlockFlow.ToWire(0), content.Chunk(40_000));
        Assert.Equal(content, await Run(BlockFlow.FromWire(null), sent.Chunk(size)));
        await NothingIsLeft();
    }

    [Fact]
    public async Task BlockFlow_should_send_a_marker_with_the_position_every_MiB()
    {
        var content = ZLibBytes.Content(3_000_000);
        var sent = await Run(BlockFlow.ToWire(500), [content]);
        var marks = new List<(string Text, long Length)>();
        Assert.Equal(content, await Run(BlockFlow.FromWire((text, length) => marks.Add((text, length))), sent.Chunk(10_000)));
        Assert.Equal(2, marks.Count);
        Assert.All(marks, mark => Assert.Equal($"{mark.Length + 500}", mark.Text));
        Assert.InRange(marks[0].Length, 1024 * 1024, (1024 + 32) * 1024);
    }

    [Fact]
    public async Task BlockFlow_should_send_no_markers_where_positions_mean_nothing()
    {
        var marks = 0;
        await Run(BlockFlow.ToWire(null).Via(BlockFlow.FromWire((_, _) => marks++)), [new byte[3_000_000]]);
        Assert.Equal(0, marks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task BlockFlow_should_take_records_suspect_data_and_markers_and_end_at_the_end_of_file(int size)
    {
        byte[] received =
        [
            128, 0, 1, 65, 16, 0, 2, 77, 49, 32, 0, 1, 66, 16, 0, 2, 77, 50, 0, 0, 0, 192, 0, 2, 67, 68, 0, 0, 1, 69,
        ];
        var marks = new List<(string Text, long Length)>();
        Assert.Equal("ABCD"u8.ToArray(), await Run(BlockFlow.FromWire((text, length) => marks.Add((text, length))), received.Chunk(size)));
        if (size == 1)
            Assert.Equal([("M1", 1), ("M2", 2)], marks);
        else
            Assert.Empty(marks);
        await NothingIsLeft();
    }

    [Fact]
    public async Task BlockFlow_should_complete_at_the_end_of_file_while_the_connection_stays_open()
    {
        var open = Source.From([Chunks.Pooled([0, 0, 1, 65]), Chunks.Pooled(EndOfFile)])
            .Concat(Source.Maybe<TransferChunk>().MapMaterializedValue(_ => NotUsed.Instance));
        await open.Via(BlockFlow.FromWire(null)).RunForeach(chunk => chunk.Dispose(), _materializer);
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 2, 65 })]
    [InlineData(new byte[] { 0, 0, 1, 65 })]
    [InlineData(new byte[] { 64, 0, 2, 65 })]
    public async Task BlockFlow_should_fail_when_the_bytes_end_before_the_file(byte[] received) =>
        await ShouldFail(TransferDataFault.Truncated, received);

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 72, 0, 0 })]
    [InlineData(new byte[] { 16, 0, 0 })]
    [InlineData(new byte[] { 16, 1, 0 })]
    [InlineData(new byte[] { 16, 0, 1, 10 })]
    [InlineData(new byte[] { 16, 0, 1, 200 })]
    public async Task BlockFlow_should_fail_when_the_bytes_are_no_blocks(byte[] received) =>
        await ShouldFail(TransferDataFault.Corrupt, received);

    [Fact]
    public async Task BlockFlow_should_leak_no_buffer_when_downstream_cancels()
    {
        var sent = await Source.From([new byte[300_000], new byte[300_000]]).Select(piece => Chunks.Pooled(piece))
            .Via(BlockFlow.ToWire(0))
            .RunWith(Sink.First<TransferChunk>(), _materializer);
        Assert.Equal(32 * 1024, sent.Length);
        sent.Dispose();
        await NothingIsLeft();
    }

    [Fact]
    public async Task BlockFlow_should_refuse_file_regions()
    {
        await using var file = new FileStream(typeof(BlockFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read);
        var region = TransferChunk.Of(new FileRegion(file, 0, 1));
        foreach (var flow in new[] { BlockFlow.ToWire(null), BlockFlow.FromWire(null) })
        {
            await Assert.ThrowsAsync<ArgumentException>(() =>
                Source.Single(region).Via(flow).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
        }
    }

    private async Task ShouldFail(TransferDataFault fault, byte[] received)
    {
        var failure = await Assert.ThrowsAsync<TransferDataException>(() => Run(BlockFlow.FromWire(null), [received]));
        Assert.Equal(fault, failure.Fault);
        failure = await Assert.ThrowsAsync<TransferDataException>(() => Run(BlockFlow.FromWire(null), received.Chunk(1)));
        Assert.Equal(fault, failure.Fault);
        await NothingIsLeft();
    }

    private async Task<byte[]> Run(Flow<TransferChunk, TransferChunk, NotUsed> flow, IEnumerable<byte[]> pieces)
    {
        var output = await Source.From(pieces).Select(piece => Chunks.Pooled(piece)).Via(flow).RunToEnd(
            new MemoryStream(),
            (all, chunk) =>
            {
                all.Write(Chunks.Take(chunk));
                return all;
            },
            _materializer);
        return output.ToArray();
    }

    private Task NothingIsLeft() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));
}
