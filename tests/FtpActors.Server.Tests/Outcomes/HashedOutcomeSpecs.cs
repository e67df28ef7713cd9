using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Akka.Streams.Dsl;
using Akka.TestKit;
using FtpActors.Core.Flows;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Tests.Transfers;
using FtpActors.TestKit;
using static FtpActors.Server.Outcomes.VerdictProtocol;

namespace FtpActors.Server.Tests.Outcomes;

/// <summary>The hash in the outcome of a transfer: of the file as it is stored. Every case leaves no pooled buffer behind.</summary>
[Collection(BuffersCollection.Name)]
public sealed class HashedOutcomeSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly OutcomeOptions Sha256 = new() { UploadHash = HashKind.Sha256, DownloadHash = HashKind.Sha256 };

    private readonly TestProbe _outcomes;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-hashed-");
    private long _buffers;

    public HashedOutcomeSpecs()
        : base("akka.loglevel = ERROR")
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

    /// <summary>On a disk 0 and 1000 bytes go without a stream, and on downloads the rest by regions of the kernel if nobody hashes it.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1000, false)]
    [InlineData(50_000, false)]
    [InlineData(3_000_000, false)]
    [InlineData(0, true)]
    [InlineData(1000, true)]
    [InlineData(50_000, true)]
    [InlineData(3_000_000, true)]
    public async Task A_whole_file_should_have_its_hash_both_ways(int length, bool isDisk)
    {
        await using var disk = new DiskStorage(new DiskStorageOptions { Root = _directory.FullName });
        await using var ftp = await Start(Sha256, isDisk ? disk : new MemoryStorage());
        await using var client = await ftp.Login();
        var content = RandomNumberGenerator.GetBytes(length);

        await client.Upload("STOR a", content);
        Assert.Equal(content, await client.Download("RETR a"));

        Assert.Equal(Of(content), (await Next()).Hash);
        Assert.Equal(Of(content), (await Next()).Hash);
    }

    [Theory]
    [InlineData(HashKind.Crc32, "cbf43926")]
    [InlineData(HashKind.Md5, "25f9e794323b453885f5181f1b624d0b")]
    [InlineData(HashKind.Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    public async Task The_hash_should_be_of_the_kind_that_was_chosen(HashKind kind, string hex)
    {
        await using var ftp = await Start(new OutcomeOptions { UploadHash = kind });
        await using var client = await ftp.Login();

        await client.Upload("STOR a", "123456789"u8.ToArray());
        await client.Download("RETR a");

        Assert.Equal(new TransferHash(kind, hex), (await Next()).Hash);
        Assert.Null((await Next()).Hash);
    }

    [Fact]
    public async Task The_hash_should_be_of_what_is_stored_in_TYPE_A_and_MODE_Z()
    {
        await using var ftp = await Start(Sha256);
        await using var client = await ftp.Login();
        await client.Command("TYPE A", 200);
        await client.Upload("STOR a", "one\r\ntwo\r\n"u8.ToArray());
        await client.Download("RETR a");
        await client.Command("TYPE I", 200);
        await client.Command("MODE Z", 200);
        using var wire = new MemoryStream();
        await using (var zlib = new ZLibStream(wire, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write("one\ntwo\n"u8);
        await client.Upload("STOR b", wire.ToArray());
        await client.Download("RETR b");

        for (var i = 0; i < 4; i++)
            Assert.Equal(Of("one\ntwo\n"u8.ToArray()), (await Next()).Hash);
    }

    [Fact]
    public async Task The_hash_should_be_of_what_middleware_has_made_of_the_file()
    {
        var upper = TransferMiddleware.Of(_ => BytesFlow.Of(Flow.Create<ReadOnlyMemory<byte>>()
            .Select(static bytes => new ReadOnlyMemory<byte>(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bytes.Span).ToUpperInvariant())))));
        await using var ftp = await FtpPair.StartAsync(options => options with { Outcomes = Sha256, TransferMiddleware = [upper] }, system: Sys);
        await using var client = await ftp.Login();

        await client.Upload("STOR a", "abc"u8.ToArray());

        Assert.Equal(Of("ABC"u8.ToArray()), (await Next()).Hash);
    }

    [Fact]
    public async Task What_is_no_whole_file_should_have_no_hash()
    {
        await using var ftp = await Start(Sha256);
        await ftp.Put("/a", new byte[10]);
        await using var client = await ftp.Login();

        await client.Upload("APPE a", new byte[10]);
        await client.Command("REST 5", 350);
        await client.Upload("STOR a", new byte[10]);
        await client.Command("REST 5", 350);
        await client.Download("RETR a");
        await client.Command("RANG 0 4", 350);
        await client.Download("RETR a");
        await client.Command("RANG 0 4", 350);
        await client.Upload("STOR a", new byte[5]);
        await client.Download("LIST");

        for (var i = 0; i < 6; i++)
            Assert.Null((await Next()).Hash);
    }

    [Fact]
    public async Task Nothing_should_be_hashed_unless_somebody_asks_for_it()
    {
        await using var ftp = await Start(new OutcomeOptions());
        await using var client = await ftp.Login();

        await client.Upload("STOR a", new byte[10]);

        Assert.Null((await Next()).Hash);
    }

    [Fact]
    public async Task A_judge_should_know_the_hash_before_the_upload_is_kept()
    {
        await using var ftp = await Start(Sha256);
        ftp.Server.Actor.Tell(new JudgeUploads(TestActor, Patience), TestActor);
        await ExpectMsgAsync<Judging>(Patience);
        await using var client = await ftp.Login();
        var upload = client.Upload("STOR a", "content"u8.ToArray());

        var received = await ExpectMsgAsync<UploadReceived>(Patience);
        LastSender.Tell(received.Accept(), TestActor);

        Assert.Equal(Of("content"u8.ToArray()), received.Hash);
        Assert.Equal(226, (await upload).Code);
        Assert.Equal(received.Hash, (await Next()).Hash);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _directory.Delete(recursive: true);
    }

    private static TransferHash Of(byte[] content) => new(HashKind.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));

    private async Task<FtpTransferEvent.Completed> Next() => await _outcomes.ExpectMsgAsync<FtpTransferEvent.Completed>(Patience);

    private Task<FtpPair> Start(OutcomeOptions outcomes, IFtpStorage? storage = null) =>
        FtpPair.StartAsync(options => options with { Outcomes = outcomes, Storage = storage ?? options.Storage }, system: Sys);
}
