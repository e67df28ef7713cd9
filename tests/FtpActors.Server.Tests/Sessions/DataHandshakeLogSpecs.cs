using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>What the log says of a data connection whose handshake fails.</summary>
public sealed class DataHandshakeLogSpecs : ActorSpecBase
{
    private const string Over = "That is all.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe _log;

    public DataHandshakeLogSpecs()
        : base("akka.loglevel = INFO")
    {
        _log = CreateTestProbe("log");
        Sys.EventStream.Subscribe(_log, typeof(LogEvent));
    }

    [Fact]
    public async Task Log_should_say_once_why_a_handshake_failed_before_its_transfer()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await data.Write(Garbage);
        await Record.ExceptionAsync(data.EndsEmpty);
        await client.Command("STOR up", 150);
        await client.Expect(522);
        await AssertLog();
    }

    [Fact]
    public async Task Log_should_say_once_why_a_handshake_failed_on_a_passive_connection()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Garbage);
        await client.Expect(522);
        await AssertLog();
    }

    [Fact]
    public async Task Log_should_say_once_why_a_handshake_failed_on_an_active_connection()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var listener = await client.OpenActive();
        await client.Command("STOR up", 150);
        await using var data = await listener.Accept();
        await data.Write(Garbage);
        await client.Expect(522);
        await AssertLog();
    }

    private static byte[] Garbage => "this is no ClientHello"u8.ToArray();

    private Task<FtpPair> StartTls() => FtpPair.StartAsync(
        options => options with { Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() } } }, system: Sys);

    private static async Task<FtpTranscript> LoginTls(FtpPair ftp)
    {
        var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.ProtectData();
        return client;
    }

    /// <summary>One warning with the reason, and the line that every transfer has.</summary>
    private async Task AssertLog()
    {
        // Both lines are written before the client reads 522.
        _log.Ref.Tell(Over);
        List<LogEvent> events = [];
        while (await _log.ReceiveOneAsync(Patience) is LogEvent logged)
            events.Add(logged);
        var warning = Assert.Single(events, logged => logged.LogLevel() > LogLevel.InfoLevel);
        Assert.Contains("the TLS handshake of a data connection failed: Garbage", warning.ToString(), StringComparison.Ordinal);
        Assert.Single(events, logged => logged.ToString().Contains("STOR /up 522", StringComparison.Ordinal));
    }
}
