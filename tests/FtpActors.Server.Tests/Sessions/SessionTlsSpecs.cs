using System.Net;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Transfers;
using FtpActors.Server.Transfers;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>The way to TLS with a client that takes its time.</summary>
public sealed class SessionTlsSpecs : SessionSpecBase
{
    private const int SmallBuffer = 4096;
    private const int Big = 4 * 1024 * 1024;

    public SessionTlsSpecs()
    {
        var server = new TlsServerOptions { Certificates = new ThrowawayCertificates() };
        Options = Options with { Tls = new FtpTlsOptions { Server = server }, TlsServer = new TlsServer(server) };
    }

    [Fact]
    public async Task Session_should_start_TLS_only_once_a_client_that_blocks_has_taken_the_reply_to_AUTH_whole()
    {
        await Open(SmallBuffer);
        await Client.Send("AUTH TLS");
        await Answer("AUTH TLS", Outcome.Of(new FtpReply(234, new string('x', Big))).With(new TlsAwaited(IsDataPrivate: false)));
        await Settled();

        Assert.Equal(Big, (await Client.Reply()).Text.Length);

        using var tls = await Client.StartTls();
        await tls.WriteAsync("SLOW\r\n"u8.ToArray());
        await Handed("SLOW");
    }

    [Fact]
    public async Task Session_should_send_what_waited_for_the_end_of_the_turn_before_TLS()
    {
        await Open();
        await Client.Send("NONE", "NONE", "AUTH TLS");
        await Answer("AUTH TLS", Outcome.Of(new FtpReply(234, "Go.")).With(new TlsAwaited(IsDataPrivate: false)));
        await Client.Expect(500, 500, 234);

        using var tls = await Client.StartTls();
        await tls.WriteAsync("SLOW\r\n"u8.ToArray());
        await Handed("SLOW");
    }

    [Fact]
    public async Task Session_should_say_why_the_handshake_of_a_data_connection_failed_before_any_transfer()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var pool = CreateTestProbe();
        var loan = new PassiveLoan(IPAddress.Loopback, listener, pool, pool, mayKeep: true).TryUse(IPAddress.Loopback, DateTimeOffset.UnixEpoch)!;
        await Open();
        await Client.Send("AUTH TLS");
        await Answer("AUTH TLS", Outcome.Of(new FtpReply(234, "Go.")).With(new TlsAwaited(IsDataPrivate: true)));
        await Client.Expect(234);
        using var tls = await Client.StartTls();
        await tls.WriteAsync("SLOW\r\n"u8.ToArray());
        await Answer("SLOW", Outcome.Of(200, "Announced.").With(new DataAnnounced(loan)));

        await EventFilter.Warning(contains: "data connection failed: Garbage").ExpectOneAsync(async () =>
        {
            using var peer = await LoopbackPorts.Call(IPAddress.Loopback, loan.Port);
            await peer.SendAsync("this is no ClientHello"u8.ToArray());
            await LoopbackPorts.AssertCut(peer);
        });
    }
}
