using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Outcomes;

/// <summary>What the event stream says of transfers of a whole server that fail by themselves.</summary>
public sealed class FailedOutcomeSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe _outcomes;
    private readonly GatedStorage _gated = new(new MemoryStorage());

    public FailedOutcomeSpecs()
        : base("akka.loglevel = OFF")
    {
        _outcomes = CreateTestProbe("outcomes");
        Sys.EventStream.Subscribe(_outcomes, typeof(FtpTransferEvent));
    }

    [Theory]
    [InlineData(StorageFault.InputOutput, 451)]
    [InlineData(StorageFault.Busy, 450)]
    public async Task Outcome_should_be_StorageFailed_when_the_storage_does(StorageFault fault, int code)
    {
        await using var ftp = await Start(options => options with { Storage = _gated });
        await using var client = await ftp.Login();
        _gated[GatedOperation.Commit].FailNext(new StorageException(fault, "No."));

        await FailToUpload(client, [1, 2, 3], code);

        Assert.Equal((fault, 3), (await Next<FtpTransferEvent.StorageFailed>()) is var outcome ? (outcome.Fault, outcome.Transfer.Bytes) : default);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_StorageFailed_when_reading_fails()
    {
        await using var ftp = await Start(options => options with { Storage = _gated });
        await ftp.Put("/a", new byte[10]);
        await using var client = await ftp.Login();
        _gated[GatedOperation.Read].FailNext(new StorageException(StorageFault.InputOutput, "No."));

        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);
        await client.Expect(451);

        await Next<FtpTransferEvent.StorageFailed>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_QuotaExceeded_after_552()
    {
        var user = new FtpUser { Name = "demo", Quota = 1000 };
        using var users = new ConfiguredUsers([new ConfiguredUser { User = user, Plain = new Password("demo") }]);
        await using var ftp = await Start(options => options with { Authenticator = users, Users = users });
        await using var client = await ftp.Login();

        await FailToUpload(client, new byte[5000], 552);

        await Next<FtpTransferEvent.QuotaExceeded>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_Stalled_when_nothing_moves()
    {
        await using var ftp = await Start(options => options with { Timeouts = options.Timeouts with { Stalled = TimeSpan.FromMilliseconds(200) } });
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        await client.Expect(426);

        await Next<FtpTransferEvent.Stalled>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_DataRejected_when_MODE_Z_holds_no_zlib()
    {
        await using var ftp = await Start();
        await using var client = await ftp.Login();
        await client.Command("MODE Z", 200);

        await FailToUpload(client, "no zlib at all"u8.ToArray(), 550);

        Assert.Equal(TransferDataFault.Corrupt, (await Next<FtpTransferEvent.DataRejected>()).Fault);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_Truncated_when_TLS_ends_without_close_notify()
    {
        var tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost") }, Policy = TlsPolicy.Optional };
        await using var ftp = await Start(options => options with { Tls = tls });
        await using var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.ProtectData();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(new byte[10]);

        data.CompleteSend();

        await client.Expect(426);
        await Next<FtpTransferEvent.Truncated>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_Refused_when_a_judge_rejects_the_upload()
    {
        await using var ftp = await Start();
        var judge = CreateTestProbe("judge");
        ftp.Server.Actor.Tell(new VerdictProtocol.JudgeUploads(judge, Patience));
        await judge.ExpectMsgAsync<VerdictProtocol.Judging>(Patience);
        await using var client = await ftp.Login();
        var upload = FailToUpload(client, new byte[10], 553);

        judge.Reply((await judge.ExpectMsgAsync<VerdictProtocol.UploadReceived>(Patience)).Reject(new FtpReply(553, "No.")));

        await upload;
        Assert.Equal("No.", (await Next<FtpTransferEvent.Refused>()).Reply.Text);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_Failed_after_a_bug()
    {
        await using var ftp = await Start(options => options with { Storage = _gated });
        await using var client = await ftp.Login();
        _gated[GatedOperation.Commit].FailNext(new InvalidOperationException("A bug."));

        await FailToUpload(client, new byte[10], 451);

        Assert.Equal("A bug.", (await Next<FtpTransferEvent.Failed>()).Cause.Message);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_published_after_the_roll_back_and_before_426()
    {
        await using var ftp = await Start(options => options with { Storage = _gated });
        await using var client = await ftp.Login();
        _gated[GatedOperation.RollBack].Close();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await client.SendLine("ABOR");
        await _gated[GatedOperation.RollBack].SomebodyWaits();
        await _outcomes.ExpectNoMsgAsync(TimeSpan.Zero);

        _gated[GatedOperation.RollBack].Open();

        await client.Expect(426);
        Assert.True(_outcomes.HasMessages);
        await Next<FtpTransferEvent.AbortedByClient>();
        await NoMore();
    }

    [Fact]
    public void Every_outcome_should_have_a_spec_over_a_real_connection()
    {
        var specs = new[] { typeof(PublishedOutcomeSpecs), typeof(FailedOutcomeSpecs) }.SelectMany(type => type.GetMethods()).Select(method => method.Name);
        var cases = typeof(FtpTransferEvent).GetNestedTypes().Select(type => type.Name).Except(["Completed"]);
        Assert.All(cases, name => Assert.Contains(specs, spec => spec.StartsWith($"Outcome_should_be_{name}_", StringComparison.Ordinal)));
    }

    private static async Task FailToUpload(FtpTranscript client, byte[] content, int code)
    {
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(content);
        data.CompleteSend();
        await client.Expect(code);
    }

    private Task<FtpPair> Start(Func<FtpServerOptions, FtpServerOptions>? configure = null) => FtpPair.StartAsync(configure, system: Sys);

    private async Task<T> Next<T>()
        where T : FtpTransferEvent => await _outcomes.ExpectMsgAsync<T>(Patience);

    private async Task NoMore() => await _outcomes.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
}
