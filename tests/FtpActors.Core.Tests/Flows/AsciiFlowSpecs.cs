using System.Text;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public class AsciiFlowSpecs : ActorSpecBase
{
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public AsciiFlowSpecs() => _materializer = Sys.Materializer();

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("a\rb", "a\rb")]
    [InlineData("a\r\r\n\n", "a\r\r\n\r\n")]
    [InlineData("a\r", "a\r")]
    public async Task AsciiFlow_should_write_CRLF_to_the_wire(string stored, string sent)
    {
        Assert.Equal(sent, await Run(AsciiFlow.ToWire(), [stored]));
        Assert.Equal(sent, await Run(AsciiFlow.ToWire(), Single(stored)));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("a\rb", "a\rb")]
    [InlineData("a\r\r\nb", "a\r\nb")]
    [InlineData("a\r", "a\r")]
    [InlineData("\r\r\r", "\r\r\r")]
    public async Task AsciiFlow_should_store_LF_from_the_wire(string received, string stored)
    {
        Assert.Equal(stored, await Run(AsciiFlow.FromWire(), [received]));
        Assert.Equal(stored, await Run(AsciiFlow.FromWire(), Single(received)));
        await NothingIsLeft();
    }

    [Fact]
    public async Task AsciiFlow_should_pass_on_chunks_without_line_ends_as_they_are()
    {
        var chunk = Chunks.Pooled("no line end");
        Assert.Same(chunk, await Source.Single(chunk).Via(AsciiFlow.ToWire()).RunWith(Sink.First<TransferChunk>(), _materializer));
        Assert.Same(chunk, await Source.Single(chunk).Via(AsciiFlow.FromWire()).RunWith(Sink.First<TransferChunk>(), _materializer));
        chunk.Dispose();
        await NothingIsLeft();
    }

    [Fact]
    public async Task AsciiFlow_should_remember_nothing_from_one_run_to_the_next()
    {
        Assert.Equal("a\r", await Run(AsciiFlow.ToWire(), ["a\r"]));
        Assert.Equal("\r\n", await Run(AsciiFlow.ToWire(), ["\n"]));
        Assert.Equal("a\r", await Run(AsciiFlow.FromWire(), ["a\r"]));
        Assert.Equal("\n", await Run(AsciiFlow.FromWire(), ["\n"]));
    }

    [Fact]
    public async Task AsciiFlow_should_refuse_file_regions()
    {
        await using var file = new FileStream(typeof(AsciiFlowSpecs).Assembly.Location, FileMode.Open, FileAccess.Read);
        var region = TransferChunk.Of(new FileRegion(file, 0, 1));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Source.Single(region).Via(AsciiFlow.ToWire()).RunWith(Sink.Ignore<TransferChunk>(), _materializer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AsciiFlow_should_leak_no_buffer_when_downstream_cancels(bool toWire)
    {
        // The flow has read a CR when its stream ends: it must not be kept in a buffer.
        var chunks = Source.From(["a\nb\r\n", "c\r"]).Select(Chunks.Pooled).Concat(Source.Maybe<TransferChunk>().MapMaterializedValue(_ => NotUsed.Instance));
        var received = new TaskCompletionSource();
        var ended = chunks
            .Via(toWire ? AsciiFlow.ToWire() : AsciiFlow.FromWire())
            .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .ToMaterialized(
                Sink.ForEach<TransferChunk>(chunk =>
                {
                    if (Encoding.UTF8.GetString(Chunks.Take(chunk)).Contains('c'))
                        received.SetResult();
                }),
                Keep.Both)
            .Run(_materializer);
        await received.Task;
        ended.Item1.Shutdown();
        await ended.Item2;
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AsciiFlow_should_leak_no_buffer_when_upstream_fails(bool toWire)
    {
        var chunks = Source.From(["a\nb\r\n", "c\r", "!"]).Select(text => text == "!" ? throw new IOException("broken") : Chunks.Pooled(text));
        await Assert.ThrowsAsync<IOException>(() => chunks
            .Via(toWire ? AsciiFlow.ToWire() : AsciiFlow.FromWire())
            .RunForeach(chunk => chunk.Dispose(), _materializer));
        await NothingIsLeft();
    }

    [Fact]
    public async Task AsciiFlow_should_bring_a_CR_at_the_end_also_when_nobody_waits_for_it_yet()
    {
        var queue = Source.From(["a\r"]).Select(Chunks.Pooled).Via(AsciiFlow.FromWire()).RunWith(Sink.Queue<TransferChunk>(), _materializer);
        Assert.Equal("a"u8.ToArray(), Chunks.Take((await queue.PullAsync()).Value));
        Assert.Equal("\r"u8.ToArray(), Chunks.Take((await queue.PullAsync()).Value));
        Assert.False((await queue.PullAsync()).HasValue);
    }

    [Property(MaxTest = 60)]
    public async Task AsciiFlow_should_equal_a_simple_model_however_the_text_is_cut(byte[] picks, PositiveInt[] lengths)
    {
        var text = Wire.TextOf.From("\r\n\r\nab", picks);
        var pieces = Cut(text, lengths);
        Assert.Equal(ToWireModel(text), await Run(AsciiFlow.ToWire(), pieces));
        Assert.Equal(ToWireModel(text), await Run(AsciiFlow.ToWire(), Single(text)));
        Assert.Equal(FromWireModel(text), await Run(AsciiFlow.FromWire(), pieces));
        Assert.Equal(FromWireModel(text), await Run(AsciiFlow.FromWire(), Single(text)));
        await NothingIsLeft();
    }

    [Property(MaxTest = 60)]
    public async Task AsciiFlow_should_give_back_text_that_goes_out_and_in_again(byte[] picks, PositiveInt[] lengths)
    {
        var stored = Wire.TextOf.From("\nab", picks);
        var sent = await Run(AsciiFlow.ToWire(), Cut(stored, lengths));
        Assert.Equal(stored, await Run(AsciiFlow.FromWire(), Cut(sent, lengths)));
        Assert.Equal(sent, await Run(AsciiFlow.ToWire(), Cut(sent, lengths)));
        Assert.Equal(sent, await Run(AsciiFlow.FromWire().Via(AsciiFlow.ToWire()), Cut(sent, lengths)));
    }

    private async Task<string> Run(Flow<TransferChunk, TransferChunk, NotUsed> flow, IEnumerable<string> pieces)
    {
        var bytes = await Source.From(pieces)
            .Select(Chunks.Pooled)
            .Via(flow)
            .RunToEnd(new List<byte>(), (all, chunk) => [.. all, .. Chunks.Take(chunk)], _materializer);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private Task NothingIsLeft() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));

    private static IEnumerable<string> Single(string text) => text.Select(c => c.ToString());

    private static List<string> Cut(string text, PositiveInt[] lengths)
    {
        var pieces = new List<string>();
        foreach (var length in lengths)
        {
            var end = Math.Min(length.Get, text.Length);
            pieces.Add(text[..end]);
            text = text[end..];
        }

        pieces.Add(text);
        return pieces;
    }

    private static string ToWireModel(string text) =>
        string.Concat(text.Select((c, i) => c == '\n' && (i == 0 || text[i - 1] != '\r') ? "\r\n" : c.ToString()));

    private static string FromWireModel(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
