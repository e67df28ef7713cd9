using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Inbox;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Tests.Transfers;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Inbox;

/// <summary>Uploads over loopback into streams.</summary>
[Collection(BuffersCollection.Name)]
public sealed class FtpInboxSpecs() : ActorSpecBase("akka.loglevel = ERROR"), IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly long _outstanding = TransferChunk.OutstandingBuffers;
    private readonly ManualTime _time = new();
    private FtpInbox _inbox = null!;
    private FtpPair _ftp = null!;
    private FtpTranscript _client = null!;

    public async Task InitializeAsync()
    {
        _inbox = new FtpInbox(new FtpInboxOptions { MaxWaiting = 2, Directories = [FtpPath.Parse("/in/box")] }, _time);
        _ftp = await FtpPair.StartAsync(options => options with { Storage = _inbox }, system: Sys);
        _client = await _ftp.Login();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _ftp.DisposeAsync();
        await AwaitConditionAsync(() => Task.FromResult(TransferChunk.OutstandingBuffers == _outstanding), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task Upload_should_arrive_as_a_stream_and_be_answered_when_it_is_accepted(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        var files = Files();
        var upload = _client.Upload("STOR in/box/a.bin", bytes);
        var file = await Next(files);
        Assert.Equal((FtpPath.Parse("/in/box/a.bin"), WriteMode.Replace), (file.Path, file.Mode));

        Assert.Equal(bytes, await Read(file));
        Assert.False(upload.IsCompleted);
        Assert.False(file.Ended.IsCompleted);
        file.Accept();

        Assert.Equal(226, (await upload).Code);
        Assert.True(await file.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task ABOR_should_end_an_upload_whose_consumer_still_decides()
    {
        var files = Files();
        await using var data = await Begin("a");
        var file = await Next(files);
        await data.Write(new byte[10]);
        data.CompleteSend();
        await Read(file);

        await _client.SendLine("ABOR");

        await _client.Expect(426);
        await _client.Expect(226);
        Assert.False(await file.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_consumer_that_fails_after_its_verdict_should_fail_the_upload()
    {
        var files = Files();
        await using var data = await Begin("a");
        var file = await Next(files);
        var reading = file.Content.Select(bytes => bytes.Length == 0 ? bytes : throw new InvalidTimeZoneException()).RunWith(Sink.Ignore<ReadOnlyMemory<byte>>(), Sys.Materializer());
        file.Accept();
        var sending = data.Write(new byte[30_000_000]);

        await _client.Expect(451);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => reading);
        await Record.ExceptionAsync(() => sending);
    }

    [Fact]
    public async Task Consumer_should_hold_its_sender_up()
    {
        var files = Files();
        await using var data = await Begin("a");
        var file = await Next(files);
        var flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = file.Chunks.SelectAsync(1, async chunk =>
        {
            using (chunk)
            {
                await flow.Task;
                return chunk.Length;
            }
        }).RunAggregate(0L, (sum, length) => sum + length, Sys.Materializer());

        var sent = data.Write(new byte[64 * 1024 * 1024]);
        await AwaitConditionAsync(() => Task.FromResult(TransferChunk.OutstandingBuffers > _outstanding), Patience);
        await _client.Command("STAT", 211, "Transfer in progress");
        Assert.False(sent.IsCompleted);
        Assert.InRange(TransferChunk.OutstandingBuffers - _outstanding, 1, 6);

        flow.SetResult();
        await sent;
        data.CompleteSend();
        Assert.Equal(64 * 1024 * 1024, await read.WaitAsync(Patience));
        file.Accept();
        await _client.Expect(226);
    }

    [Fact]
    public async Task Client_should_read_the_reply_that_a_consumer_rejects_with()
    {
        var files = Files();
        await using var data = await Begin("a");
        await data.Write(new byte[100]);
        var file = await Next(files);

        file.Reject(new FtpReply(553, "No programs, please."));

        await _client.Expect(553, "No programs, please.");
        Assert.False(await file.Ended.WaitAsync(Patience));
        await _client.Command("NOOP", 200);
    }

    [Theory]
    [InlineData(StorageFault.QuotaExceeded, 552)]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.InputOutput, 451)]
    [InlineData(StorageFault.Unavailable, 450)]
    public async Task Client_should_read_the_reply_of_a_consumers_fault(StorageFault fault, int code)
    {
        var files = Files();
        await using var data = await Begin("a");
        data.CompleteSend();

        (await Next(files)).Fail(fault, "No.");

        await _client.Expect(code);
    }

    [Theory]
    [InlineData(false, 451)]
    [InlineData(true, 552)]
    public async Task Client_should_read_the_failure_of_the_stream_that_reads(bool isExpected, int code)
    {
        var files = Files();
        await using var data = await Begin("a");
        var file = await Next(files);
        var reading = file.Content
            .Select(NotUsed (_) => throw (isExpected ? new StorageException(StorageFault.QuotaExceeded, "Enough.") : new InvalidTimeZoneException()))
            .RunWith(Sink.Ignore<NotUsed>(), Sys.Materializer());

        await data.Write(new byte[100]);

        await _client.Expect(code);
        await Assert.ThrowsAnyAsync<Exception>(() => reading);
        Assert.False(await file.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Upload_should_be_refused_with_the_work_that_fails_and_accepted_after_the_work_that_does_not()
    {
        var files = Files();
        var upload = _client.Upload("STOR a", new byte[10]);
        var file = await Next(files);
        Assert.Same(file, await file.AcceptAfter(Read(file)).WaitAsync(Patience));
        Assert.Equal(226, (await upload).Code);

        await using var data = await Begin("b");
        file = await Next(files);
        await file.AcceptAfter(Task.FromException(new InvalidTimeZoneException()));
        await _client.Expect(451);
    }

    [Fact]
    public async Task Upload_should_be_accepted_without_reading()
    {
        var files = Files();
        var upload = _client.Upload("STOR a", new byte[5_000_000]);

        (await Next(files)).Accept();

        Assert.Equal(226, (await upload).Code);
    }

    [Fact]
    public async Task Upload_should_go_on_when_its_reader_has_enough()
    {
        var files = Files();
        var upload = _client.Upload("STOR a", new byte[5_000_000]);
        var file = await Next(files);

        Assert.False((await file.Content.RunWith(Sink.First<ReadOnlyMemory<byte>>(), Sys.Materializer()).WaitAsync(Patience)).IsEmpty);
        file.Accept();

        Assert.Equal(226, (await upload).Code);
    }

    [Fact]
    public async Task Uploads_that_nobody_takes_should_wait_and_more_of_them_read_450()
    {
        await using var first = await Begin("a");
        await using var other = await _ftp.Login();
        await using var second = await Begin("b", other);
        await using var third = await _ftp.Login();
        await third.Pasv();
        await third.Command("STOR c", 450);

        var files = Files();
        var taken = await Next(files);
        await third.Pasv();
        await using var data = await Begin("c", third);

        taken.Reject(new FtpReply(550, "No."));
        await _client.Expect(550);
    }

    [Fact]
    public async Task Upload_should_read_451_when_no_verdict_comes()
    {
        var files = Files();
        await using var data = await Begin("a");
        data.CompleteSend();
        var file = await Next(files);
        await Read(file);
        await AwaitAssertAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                Assert.True(file.Ended.IsCompleted);
            },
            Patience);

        await _client.Expect(451);
        file.Accept();
        Assert.False(await file.Ended);
    }

    [Fact]
    public async Task Content_should_fail_when_the_client_aborts()
    {
        var files = Files();
        await using var data = await Begin("a");
        await data.Write(new byte[10]);
        var file = await Next(files);
        var reading = Read(file);

        await _client.Command("ABOR", 426);

        await Assert.ThrowsAsync<StorageException>(() => reading.WaitAsync(Patience));
        Assert.False(await file.Ended.WaitAsync(Patience));
        await _client.Expect(226);
    }

    [Fact]
    public async Task Content_should_fail_when_it_is_read_too_late_or_twice()
    {
        var files = Files();
        await using var data = await Begin("a");
        var file = await Next(files);
        await _client.Command("ABOR", 426);
        await _client.Expect(226);
        await Assert.ThrowsAsync<StorageException>(() => Read(file).WaitAsync(Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Read(file).WaitAsync(Patience));
    }

    [Fact]
    public async Task Content_should_complete_only_when_the_judge_has_accepted_the_upload()
    {
        var judge = CreateTestProbe("judge");
        _ftp.Server.Actor.Tell(new VerdictProtocol.JudgeUploads(judge, Patience));
        await judge.ExpectMsgAsync<VerdictProtocol.Judging>();
        var files = Files();
        await using var data = await Begin("a");
        data.CompleteSend();
        var file = await Next(files);
        var reading = Read(file);
        var received = await judge.ExpectMsgAsync<VerdictProtocol.UploadReceived>(Patience);
        Assert.False(reading.IsCompleted);

        judge.Reply(received.Reject(new FtpReply(550, "No.")));

        await _client.Expect(550);
        await Assert.ThrowsAsync<StorageException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task Consumer_that_fails_should_lose_no_upload()
    {
        var taken = new TaskCompletionSource<IncomingFile>();
        var fail = new TaskCompletionSource<NotUsed>();
        var run = _inbox.Source()
            .SelectAsync(1, file =>
            {
                taken.SetResult(file);
                return fail.Task;
            })
            .RunWith(Sink.Ignore<NotUsed>(), Sys.Materializer());
        await using var data = await Begin("a");
        await taken.Task.WaitAsync(Patience);
        await using var other = await _ftp.Login();
        await using var more = await Begin("b", other);
        more.CompleteSend();

        fail.SetException(new InvalidTimeZoneException());

        await Assert.ThrowsAnyAsync<Exception>(() => run);
        await _client.Expect(451);
        var next = await Next(Files());
        Assert.Equal("b", next.Path.Name);
        next.Accept();
        await other.Expect(226);
    }

    [Fact]
    public async Task Consumer_whose_actor_dies_should_lose_no_upload()
    {
        var owner = Sys.ActorOf(Props.Create(() => new Owner(_inbox, TestActor)), "owner");
        await using var data = await Begin("a");
        await ExpectMsgAsync<IncomingFile>(Patience);

        Sys.Stop(owner);

        await _client.Expect(451);
    }

    [Fact]
    public async Task Consumer_that_had_enough_files_should_keep_those_it_has()
    {
        var one = _inbox.Source().RunWith(Sink.First<IncomingFile>(), Sys.Materializer());
        var upload = _client.Upload("STOR a", new byte[10]);
        var file = await one.WaitAsync(Patience);

        file.Accept();

        Assert.Equal(226, (await upload).Code);
    }

    [Fact]
    public async Task Inbox_should_show_its_directories_and_nothing_else()
    {
        Assert.Equal(["in"], await _client.DownloadLines("NLST"));
        await _client.Command("CWD in", 250);
        Assert.Equal(["box"], await _client.DownloadLines("NLST"));
        await _client.Command("SIZE box/a", 550);
        await _client.Command("DELE box/a", 550);
        await _client.Command("MKD more", 550);
        await _client.Command("RMD box", 550);
        await _client.Command("RNFR box", 350);
        await _client.Command("RNTO crate", 550);
        await _client.Pasv();
        await _client.Command("RETR box/a", 550);
        await _client.Pasv();
        await _client.Command("STOR nowhere/a", 550);
        await _client.Command("REST 5", 350);
        await _client.Pasv();
        await _client.Command("STOR box/a", 554);
    }

    private ISinkQueue<IncomingFile> Files() =>
        _inbox.Source().RunWith(Sink.Queue<IncomingFile>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Sys.Materializer());

    private static async Task<IncomingFile> Next(ISinkQueue<IncomingFile> files) => (await files.PullAsync().WaitAsync(Patience)).Value;

    private async Task<byte[]> Read(IncomingFile file)
    {
        var content = new MemoryStream();
        await file.Content.RunForeach(bytes => content.Write(bytes.Span), Sys.Materializer());
        return content.ToArray();
    }

    private async Task<FtpTranscriptData> Begin(string name, FtpTranscript? client = null)
    {
        var data = await (client ?? _client).OpenPassive();
        await (client ?? _client).Command("STOR " + name, 150);
        return data;
    }

    private sealed class Owner : UntypedActor
    {
        public Owner(FtpInbox inbox, IActorRef observer) =>
            inbox.Source().RunWith(Sink.ForEach<IncomingFile>(observer.Tell), Context.Materializer());

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
