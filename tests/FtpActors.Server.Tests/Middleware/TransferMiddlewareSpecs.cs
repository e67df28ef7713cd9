using System.Collections.Concurrent;
using System.Text;
using Akka;
using Akka.Streams.Dsl;
using Akka.TestKit;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Tests.Transfers;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Middleware;

/// <summary>Flows of an embedder in the transfers of a whole server. Every case leaves no pooled buffer behind.</summary>
[Collection(BuffersCollection.Name)]
public sealed class TransferMiddlewareSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe _outcomes;
    private readonly ConcurrentQueue<string> _log = new();
    private long _buffers;

    public TransferMiddlewareSpecs()
        : base("akka.loglevel = OFF")
    {
        _outcomes = CreateTestProbe("outcomes");
        Sys.EventStream.Subscribe(_outcomes, typeof(FtpTransferEvent));
    }

    public Task InitializeAsync()
    {
        _buffers = TransferChunk.OutstandingBuffers;
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => AwaitAssertAsync(() => Assert.Equal(_buffers, TransferChunk.OutstandingBuffers), Patience);

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Uploads_should_pass_the_list_from_first_to_last_and_downloads_from_last_to_first(int length)
    {
        await using var ftp = await Start(TransferMiddleware.Of(_ => Adding(1)), TransferMiddleware.Of(transfer => Times(2, transfer.IsUpload)));
        await using var client = await ftp.Login();
        var content = Enumerable.Range(0, length).Select(number => (byte)(number % 100)).ToArray();

        await client.Upload("STOR a", content);

        Assert.Equal(content.Select(one => (byte)((one + 1) * 2)), await ftp.Get("/a"));
        Assert.Equal(content.Select(one => (byte)(one + 2)), await client.Download("RETR a"));
    }

    [Fact]
    public async Task A_transfer_that_is_refused_before_it_connects_should_end_the_connection_that_waits()
    {
        await using var ftp = await Start(TransferMiddleware.Of(_ => throw new TransferRejectedException(new FtpReply(504, "Not today."))));
        await ftp.Put("/a", new byte[10]);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();

        await client.Command("RETR a", 504);

        Assert.True(await data.EndsEmpty());
    }

    [Fact]
    public async Task Middleware_should_hear_who_moves_what()
    {
        await using var ftp = await Start(TransferMiddleware.Of(transfer =>
        {
            var direction = transfer.IsListing ? "lists" : transfer.IsUpload ? "stores" : "fetches";
            _log.Enqueue($"{transfer.Session.Id}/{transfer.Id} {transfer.State.User!.Name} {transfer.Verb} {direction} {transfer.Path} {transfer.Offset}-{transfer.RangeEnd} {transfer.IsWhole}");
            return null;
        }));
        await ftp.Put("/a", "0123456789"u8.ToArray());
        await using var client = await ftp.Login();

        await client.Upload("STOR b", "content"u8.ToArray());
        await client.Upload("APPE b", "more"u8.ToArray());
        await client.Download("RETR a");
        await client.Command("REST 3", 350);
        await client.Download("RETR a");
        await client.Command("RANG 2 4", 350);
        await client.Download("RETR a");
        await client.Download("MLSD");

        var told = _log.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(
            [
                "demo STOR stores /b 0- True", "demo APPE stores /b - False", "demo RETR fetches /a 0- True", "demo RETR fetches /a 3- False",
                "demo RETR fetches /a 2-4 False", "demo MLSD lists / - False",
            ],
            told);
        var outcomes = await _outcomes.ReceiveNAsync(6, Patience).ToListAsync();
        Assert.Equal(_log.Select(line => line.Split(' ')[0]), outcomes.Cast<FtpTransferEvent>().Select(outcome => $"{outcome.Transfer.Session}/{outcome.Transfer.Id}"));
    }

    [Theory]
    [InlineData("TYPE A", "a\r\nb\r\n")]
    [InlineData("MODE Z", "a\nb\n")]
    public async Task Middleware_should_see_what_is_stored_whatever_the_wire_carries(string line, string text)
    {
        var seen = new StringBuilder();
        await using var ftp = await Start(TransferMiddleware.Of(_ => InspectFlow.Create(bytes => seen.Append(Encoding.ASCII.GetString(bytes.Span)))));
        await using var client = await ftp.Login();
        await client.Command(line, 200);
        var wire = Encoding.ASCII.GetBytes(text);
        if (line == "MODE Z")
            wire = Deflated(wire);

        await client.Upload("STOR a", wire);
        var back = await client.Download("RETR a");

        Assert.Equal("a\nb\na\nb\n", seen.ToString());
        if (line == "TYPE A")
            Assert.Equal(wire, back);
    }

    [Theory]
    [InlineData(552, 5)]
    [InlineData(550, 2_000_000)]
    public async Task A_scanner_should_refuse_an_upload_with_its_own_reply_and_nothing_should_be_kept(int code, int length)
    {
        await using var ftp = await Start(Refusing(code, atEnd: true));
        await using var client = await ftp.Login();

        Assert.Equal(code, (await UploadThatFails(client, "STOR a", new byte[length])).Code);

        await client.Command("SIZE a", 550);
        Assert.Equal("Infected.", (await _outcomes.ExpectMsgAsync<FtpTransferEvent.Refused>(Patience)).Reply.Text);
        await client.Command("NOOP", 200);
    }

    [Fact]
    public async Task A_scanner_should_refuse_an_upload_in_the_middle_while_the_client_still_sends()
    {
        await using var ftp = await Start(Refusing(552, atEnd: false));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        await data.Write(new byte[1000]);

        await client.Expect(552, "Infected.");
        await client.Command("SIZE a", 550);
        Assert.Equal(1000, (await _outcomes.ExpectMsgAsync<FtpTransferEvent.Refused>(Patience)).Transfer.Bytes);
    }

    [Fact]
    public async Task A_scanner_should_refuse_a_download_with_its_own_reply()
    {
        await using var ftp = await Start(Refusing(550, atEnd: true));
        await ftp.Put("/a", new byte[100]);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();

        await client.Command("RETR a", 150);

        await client.Expect(550, "Infected.");
        await _outcomes.ExpectMsgAsync<FtpTransferEvent.Refused>(Patience);
    }

    [Fact]
    public async Task Middleware_should_refuse_a_transfer_before_its_data_connection_is_opened()
    {
        await using var ftp = await Start(TransferMiddleware.Of(transfer =>
            transfer.Offset > 0 ? throw new TransferRejectedException(new FtpReply(504, "Whole files only.")) : null));
        await ftp.Put("/a", new byte[100]);
        await using var client = await ftp.Login();
        await client.Pasv();
        await client.Command("REST 5", 350);

        await client.Command("RETR a", 504, "Whole files only.");

        await _outcomes.ExpectMsgAsync<FtpTransferEvent.Refused>(Patience);
        Assert.Equal(100, (await client.Download("RETR a")).Length);
    }

    [Theory]
    [InlineData(StorageFault.QuotaExceeded, 552)]
    [InlineData(StorageFault.NoSpace, 452)]
    public async Task A_fault_of_middleware_should_be_answered_as_one_of_the_storage(StorageFault fault, int code)
    {
        await using var ftp = await Start(TransferMiddleware.Of(_ => InspectFlow.Create(_ => throw new StorageException(fault, "No."))));
        await using var client = await ftp.Login();

        Assert.Equal(code, (await UploadThatFails(client, "STOR a", new byte[5])).Code);
    }

    [Fact]
    public async Task A_bug_of_middleware_should_read_451_and_harm_nobody_else()
    {
        await using var ftp = await Start(
            TransferMiddleware.Of(transfer => transfer.Path.Name == "early" ? throw new InvalidOperationException("A bug.") : null),
            TransferMiddleware.Of(transfer => transfer.Path.Name == "late" ? InspectFlow.Create(_ => throw new InvalidOperationException("A bug.")) : null));
        await using var client = await ftp.Login();

        await client.Pasv();
        await client.Command("STOR early", 451);
        Assert.Equal(451, (await UploadThatFails(client, "STOR late", new byte[100_000])).Code);

        Assert.Equal(226, (await client.Upload("STOR other", new byte[5])).Code);
        await _outcomes.ExpectMsgAsync<FtpTransferEvent.Failed>(Patience);
        await _outcomes.ExpectMsgAsync<FtpTransferEvent.Failed>(Patience);
        Assert.Single(await client.DownloadLines("NLST"));
    }

    [Fact]
    public async Task ABOR_should_end_an_upload_that_middleware_looks_at_for_ever()
    {
        var (looking, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var ftp = await Start(TransferMiddleware.Of(_ => InspectFlow.Create(async _ =>
        {
            looking.SetResult();
            await gate.Task;
        })));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(new byte[10]);
        await looking.Task.WaitAsync(Patience);

        await client.Command("ABOR", 426);

        await client.Expect(226);
        await client.Command("SIZE a", 550);
        gate.SetResult();
    }

    [Fact]
    public async Task ABOR_should_end_an_upload_whose_middleware_does_not_listen()
    {
        await using var ftp = await Start(TransferMiddleware.Of(_ => Flow.Create<TransferChunk>().RecoverWithRetries(static _ => Source.Never<TransferChunk>(), 1)));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        await client.Command("ABOR", 426);

        await client.Expect(226);
        await client.Command("SIZE a", 550);
    }

    [Fact]
    public async Task ABOR_should_end_a_transfer_about_which_middleware_does_not_decide()
    {
        await using var ftp = await Start(new Undecided());
        await using var client = await ftp.Login();
        await client.Pasv();
        await client.SendLine("STOR a");

        await client.Command("ABOR", 426);

        await client.Expect(226);
    }

    [Fact]
    public async Task Whole_files_should_go_without_a_stream_where_middleware_wants_none()
    {
        var content = new byte[1_000_000];
        await using var ftp = await Start(TransferMiddleware.Of(_ => null));
        await using var client = await ftp.Login();
        await client.Upload("STOR a", content);
        await client.Upload("STOR b", content.AsMemory(0, 10));
        Assert.Equal(content.Length, (await client.Download("RETR a")).Length);
        Assert.Equal(10, (await client.Download("RETR b")).Length);
    }

    [Fact]
    public async Task The_opening_reply_should_name_no_size_where_lengths_change()
    {
        await using var ftp = await Start(new Doubling());
        await ftp.Put("/a", "abc"u8.ToArray());
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();

        var opening = await client.Command("RETR a", 150);

        Assert.DoesNotContain("bytes)", opening.Text, StringComparison.Ordinal);
        Assert.Equal("abcabc"u8.ToArray(), await data.ReadToEnd());
        await client.Expect(226);
    }

    private static Flow<TransferChunk, TransferChunk, NotUsed> Each(Func<byte, byte> change) =>
        BytesFlow.Of(Flow.Create<ReadOnlyMemory<byte>>().Select(bytes => new ReadOnlyMemory<byte>([.. bytes.ToArray().Select(change)])));

    private static Flow<TransferChunk, TransferChunk, NotUsed> Adding(byte number) => Each(one => (byte)(one + number));

    private static Flow<TransferChunk, TransferChunk, NotUsed> Times(byte number, bool isUpload) => Each(one => (byte)(isUpload ? one * number : one / number));

    private static TransferMiddleware Refusing(int code, bool atEnd) => TransferMiddleware.Of(_ => InspectFlow.Create(
        _ => Refuse(!atEnd, code),
        () => Refuse(atEnd, code)));

    private static void Refuse(bool now, int code)
    {
        if (now)
            throw new TransferRejectedException(new FtpReply(code, "Infected."));
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(output, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bytes);
        return output.ToArray();
    }

    private static async Task<FtpReply> UploadThatFails(FtpTranscript client, string line, byte[] content)
    {
        await using var data = await client.OpenPassive();
        await client.Command(line, 150);
        await data.Write(content);
        data.CompleteSend();
        return await client.ReadReply();
    }

    private Task<FtpPair> Start(params TransferMiddleware[] middleware) =>
        FtpPair.StartAsync(options => options with { TransferMiddleware = [.. middleware] }, system: Sys);

    private sealed class Undecided : TransferMiddleware
    {
        public override async ValueTask<Flow<TransferChunk, TransferChunk, NotUsed>?> Around(TransferContext transfer, CancellationToken cancel)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return null;
        }
    }

    private sealed class Doubling : TransferMiddleware
    {
        public override bool ChangesLength => true;

        public override ValueTask<Flow<TransferChunk, TransferChunk, NotUsed>?> Around(TransferContext transfer, CancellationToken cancel) =>
            new(BytesFlow.Of(Flow.Create<ReadOnlyMemory<byte>>().SelectMany(static bytes => new[] { bytes, bytes })));
    }
}
