using System.Text;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <content>What is in memory when it is opened goes without a stream.</content>
public sealed partial class TransferActorSpecs
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task TransferActor_should_send_what_is_in_memory_without_a_stream(string address)
    {
        var reader = new HeldReader(Pooled(1000), Source.Failed<TransferChunk>(new InvalidOperationException("There was a stream.")));
        var client = await Open(Download(reader), address);
        Assert.Equal(1000, (await ReadToEnd(client)).Length);
        Assert.Equal(new Finished(Id, 1000), await Ended<Finished>());
        Assert.Equal(1, reader.Disposals);
    }

    [Fact]
    public async Task TransferActor_should_send_nothing_of_an_empty_reader()
    {
        var reader = new HeldReader(null, Source.Failed<TransferChunk>(new InvalidOperationException("There was a stream.")));
        var client = await Open(Download(reader));
        Assert.Empty(await ReadToEnd(client));
        Assert.Equal(new Finished(Id, 0), await Ended<Finished>());
        Assert.Equal(1, reader.Disposals);
    }

    [Fact]
    public async Task TransferActor_should_stream_where_line_ends_change()
    {
        var reader = new HeldReader(Pooled(1), Source.Single(TransferChunk.Of(Encoding.ASCII.GetBytes("a\nb\n"))));
        var client = await Open(Download(reader, ascii: true));
        Assert.Equal("a\r\nb\r\n", Encoding.ASCII.GetString(await ReadToEnd(client)));
        await Ended<Finished>();
        Assert.Equal(1, reader.Disposals);
    }

    [Fact]
    public async Task TransferActor_should_stream_where_a_limit_is_set()
    {
        var throttle = Limit(1000);
        var reader = new HeldReader(Pooled(1), Source.Single(Pooled(20_000)));
        var client = await OpenThrottled(Download(reader), throttle);
        _limitTime.Advance(TimeSpan.FromSeconds(10), () => Waits(throttle));
        Assert.InRange(_progress.Bytes, 9_500, 10_500);
        throttle.Limit = null;
        Assert.Equal(20_000, (await ReadToEnd(client)).Length);
        await Ended<Finished>();
    }

    [Fact]
    public async Task TransferActor_should_abort_what_goes_without_a_stream()
    {
        var reader = new HeldReader(TransferChunk.Of(new byte[100_000_000]), Source.Empty<TransferChunk>());
        var client = await Open(Download(reader));
        Assert.True(await client.ReceiveAsync(new byte[1000]) > 0);
        _transfer.Tell(new Abort("ABOR"), _session);
        await Ended<Aborted>();
        Assert.Equal(1, reader.Disposals);
        await AssertCut(client);
    }

    private sealed class HeldReader(TransferChunk? whole, Source<TransferChunk, NotUsed> content) : IWholeReader
    {
        private TransferChunk? _whole = whole;
        private int _disposals;

        public int Disposals => Volatile.Read(ref _disposals);

        public long? Size => null;

        public Source<TransferChunk, NotUsed> Content => content;

        public TransferChunk? TakeWhole() => Interlocked.Exchange(ref _whole, null);

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _disposals);
            TakeWhole()?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
