using System.Text;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Outcomes;

/// <summary>What the event stream says of transfers of a whole server.</summary>
public sealed class PublishedOutcomeSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestProbe _outcomes;

    public PublishedOutcomeSpecs()
        : base("akka.loglevel = ERROR")
    {
        _outcomes = CreateTestProbe("outcomes");
        Sys.EventStream.Subscribe(_outcomes, typeof(FtpTransferEvent));
    }

    [Fact]
    public async Task Outcome_should_tell_who_moved_what_when_and_how_much()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        var before = DateTime.UtcNow;

        await client.Upload("STOR a.txt", "content"u8.ToArray());

        var facts = (await Next<FtpTransferEvent.Completed>()).Transfer;
        Assert.Equal(("ftp", 1, "demo", null, "STOR", FtpPath.Parse("/a.txt"), true, 7), (facts.Server, facts.Session, facts.User, facts.Host, facts.Verb, facts.Path, facts.IsUpload, facts.Bytes));
        Assert.Equal(client.Local, facts.Remote);
        Assert.InRange(facts.Started, before, DateTime.UtcNow);
        Assert.InRange(facts.Duration, TimeSpan.Zero, DateTime.UtcNow - before);
        await NoMore();
    }

    [Theory]
    [InlineData("RETR a.txt", "/a.txt", 7)]
    [InlineData("LIST", "/", null)]
    [InlineData("MLSD", "/", null)]
    [InlineData("NLST", "/", 7)]
    public async Task Outcome_should_be_published_once_for_each_download_and_listing(string line, string path, int? bytes)
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await ftp.Put("/a.txt", "content"u8.ToArray());
        await using var client = await ftp.Login();

        var content = await client.Download(line);

        var facts = (await Next<FtpTransferEvent.Completed>()).Transfer;
        Assert.Equal((line.Split(' ')[0], FtpPath.Parse(path), false, bytes ?? content.Length), (facts.Verb, facts.Path, facts.IsUpload, facts.Bytes));
        await NoMore();
    }

    [Theory]
    [InlineData("APPE a.txt")]
    [InlineData("STOU")]
    public async Task Outcome_should_be_published_once_for_each_upload(string line)
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();

        await client.Upload(line, new byte[300_000]);

        Assert.Equal((line.Split(' ')[0], 300_000), (await Next<FtpTransferEvent.Completed>()).Transfer is var facts ? (facts.Verb, facts.Bytes) : default);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_published_after_the_commit_and_before_226()
    {
        var gated = new GatedStorage(new MemoryStorage());
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = gated }, system: Sys);
        await using var client = await ftp.Login();
        gated[GatedOperation.Commit].Close();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a.txt", 150);
        data.CompleteSend();
        await gated[GatedOperation.Commit].SomebodyWaits();
        await _outcomes.ExpectNoMsgAsync(TimeSpan.Zero);

        gated[GatedOperation.Commit].Open();

        await client.Expect(226);
        Assert.True(_outcomes.HasMessages);
        await Next<FtpTransferEvent.Completed>();
    }

    [Fact]
    public async Task Outcome_should_be_AbortedByClient_after_ABOR()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        await client.Command("ABOR", 426);

        Assert.Equal(5, (await Next<FtpTransferEvent.AbortedByClient>()).Transfer.Bytes);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_ConnectionLost_when_the_data_connection_breaks()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        data.Reset();

        await client.Expect(426);
        await Next<FtpTransferEvent.ConnectionLost>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_ConnectionLost_when_the_client_is_gone()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        client.Reset();

        await Next<FtpTransferEvent.ConnectionLost>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_NotConnected_after_425()
    {
        await using var ftp = await FtpPair.StartAsync(
            options => options with { Timeouts = options.Timeouts with { DataConnect = TimeSpan.FromMilliseconds(50) } }, system: Sys);
        await using var client = await ftp.Login();
        await client.Pasv();

        await client.Command("LIST", 425);

        await Next<FtpTransferEvent.NotConnected>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_NoSpace_after_452()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = new MemoryStorage(capacity: 10_000) }, system: Sys);
        await using var client = await ftp.Login();

        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(new byte[100_000]);
        data.CompleteSend();
        await client.Expect(452);

        await Next<FtpTransferEvent.NoSpace>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_Truncated_when_MODE_Z_ends_early()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await client.Command("MODE Z", 200);

        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(new byte[] { 0x78, 0x9c });
        data.CompleteSend();
        await client.Expect(426);

        await Next<FtpTransferEvent.Truncated>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_AbortedByOperator_after_a_message()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        ftp.Server.Actor.Tell(new SessionDirectoryProtocol.KickSession(1, "Out of hours."));

        await client.Expect(426);
        Assert.Equal("Out of hours.", (await Next<FtpTransferEvent.AbortedByOperator>()).Reason);
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_ShutDown_when_the_grace_of_the_server_is_over()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        await ftp.Server.Stop(TimeSpan.Zero);

        await Next<FtpTransferEvent.ShutDown>();
        await NoMore();
    }

    [Fact]
    public async Task Outcome_should_be_SessionEnded_when_the_server_is_stopped_at_once()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await Upload(client);

        Sys.Stop(ftp.Server.Actor);

        await Next<FtpTransferEvent.SessionEnded>();
        await NoMore();
    }

    /// <summary>An upload of which some has come.</summary>
    private static async Task<FtpTranscriptData> Upload(FtpTranscript client)
    {
        var data = await client.OpenPassive();
        await client.Command("STOR a.txt", 150);
        await data.Write(Encoding.ASCII.GetBytes("hello"));
        while (!(await client.Command("STAT", 211)).Lines.Any(line => line.Contains("5 bytes", StringComparison.Ordinal)))
            await Task.Yield();
        return data;
    }

    private async Task<T> Next<T>()
        where T : FtpTransferEvent => await _outcomes.ExpectMsgAsync<T>(Patience);

    private async Task NoMore() => await _outcomes.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
}
