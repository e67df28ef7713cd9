using System.Collections.Immutable;
using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>The control connection on its way to TLS and back.</summary>
[TranscriptOf("AUTH", "PBSZ", "CCC")]
public class TlsControlSpecs : TlsSpecBase
{
    [Theory]
    [InlineData("AUTH TLS\r\nUSER demo\r\n")]
    [InlineData("AUTH TLS\r\nNOOP\r\nPASS demo\r\n")]
    [InlineData("AUTH TLS\r\nUS")]
    public async Task What_stands_behind_AUTH_in_clear_text_should_end_the_connection(string text)
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Connect();
        await client.SendText(text);
        await client.Expect(421);
        await client.ExpectClosed();
    }

    [Fact]
    public async Task Plain_text_in_place_of_the_handshake_should_never_be_read_as_a_command()
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 234);
        await client.SendText("USER demo\r\nPASS demo\r\nSTOR stolen\r\n");
        await Assert.ThrowsAnyAsync<Exception>(async () => await client.ReadReply());
    }

    [Fact]
    public async Task Commands_behind_an_AUTH_that_is_refused_should_be_answered_in_their_order()
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Connect();
        await client.SendText("NOOP\r\nAUTH GSSAPI\r\nAUTH\r\nSYST\r\nNOOP\r\n");
        foreach (var code in (int[])[200, 504, 501, 215, 200])
            await client.Expect(code);
        await client.AuthTls();
        await client.SendText("NOOP\r\nAUTH TLS\r\nSYST\r\n");
        foreach (var code in (int[])[200, 503, 215])
            await client.Expect(code);
    }

    [Fact]
    public async Task A_client_that_goes_while_AUTH_waits_for_a_transfer_should_take_the_transfer_with_it()
    {
        await using var ftp = await StartTls();
        var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await client.SendLine("AUTH TLS");
        await client.DisposeAsync();
        Assert.True(await data.EndsEmpty());
        await using var next = await ftp.Login();
        await next.Command("SIZE up", 550);
    }

    [Fact]
    public async Task ABOR_behind_AUTH_should_be_no_command_and_the_transfer_go_on()
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await client.SendText("AUTH TLS\r\nABOR\r\n");
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(226);
        await client.Expect(421);
        await client.ExpectClosed();
        Assert.Equal(Content(100_000), await ftp.Get("/up"));
    }

    [Fact]
    public async Task AUTH_after_a_login_should_log_out()
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Login();
        await client.AuthTls();
        await client.Command("PWD", 530);
        await client.Login();
        await client.Command("PWD", 257);
    }

    [Theory, BothFamilies]
    public async Task CCC_should_go_on_in_clear_text_with_data_under_TLS_where_it_is_allowed(AddressFamily family)
    {
        await using var ftp = await StartTls(family, change: tls => tls with { AllowsClearCommands = true });
        await using var client = await LoginTls(ftp);
        await client.Command("CCC", 200);
        await client.EndTls();
        await client.Command("PWD", 257);
        Assert.Contains("clear text, data connections: TLS", AllText(await client.Ask("STAT")), StringComparison.Ordinal);
        await client.Upload("STOR up", Content(100_000));
        Assert.Equal(Content(100_000), await client.Download("RETR up"));
        await client.Command("PROT C", 503);
        await client.Command("CCC", 533);

        await client.AuthTls();
        await client.Login();
        await client.Command("CCC", 200);
        await client.EndTls();
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    [Fact]
    public async Task CCC_should_read_534_where_it_is_not_allowed_and_TLS_go_on()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await client.SendText("CCC\r\nPWD\r\n");
        await client.Expect(534);
        await client.Expect(257);
    }

    [Fact]
    public async Task REIN_should_be_answered_under_TLS_and_go_on_in_clear_text()
    {
        await using var ftp = await StartTls(policy: TlsPolicy.RequiredForLogin);
        await using var client = await LoginTls(ftp);
        await client.Command("REIN", 220);
        await client.EndTls();
        await client.Command("USER demo", 530, "AUTH TLS");
        await client.Command("PBSZ 0", 503);
        await client.AuthTls();
        await client.Login();
        await client.Command("PROT P", 503);
    }

    [Fact]
    public async Task SNI_should_choose_certificate_and_virtual_host_and_HOST_should_agree_with_it()
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("other") }]);
        var host = new VirtualHost { Storage = new MemoryStorage(), Authenticator = users, Users = users, Welcome = "Another server." };
        await using var ftp = await StartTls(configure: options => options with
        {
            Hosts = ImmutableDictionary<string, VirtualHost>.Empty.Add("ftp.example.org", host).Add("b.example.org", host),
        });

        await using var client = await ftp.Connect();
        await client.AuthTls("ftp.example.org");
        Assert.Contains("CN=ftp.example.org", client.ServerCertificate!.Subject, StringComparison.Ordinal);
        await client.Command("HOST b.example.org", 504);
        await client.Command("USER demo", 331);
        await client.Command("PASS other", 230);

        await using var agreeing = await ftp.Connect();
        await agreeing.Command("HOST ftp.example.org", 220);
        await agreeing.AuthTls("ftp.example.org");
        await agreeing.Command("HOST ftp.example.org", 220);

        await using var quarrelling = await ftp.Connect();
        await quarrelling.Command("HOST ftp.example.org", 220);
        await quarrelling.Command("AUTH TLS", 234);
        await quarrelling.StartTls("b.example.org");
        await quarrelling.Expect(421);
        await quarrelling.ExpectClosed();

        await using var @implicit = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
        await @implicit.StartTls("ftp.example.org");
        await @implicit.Expect(220, "Another server.");
    }

    [Fact]
    public async Task A_client_without_ALPN_ftp_should_be_refused_and_one_with_it_served()
    {
        await using var ftp = await StartTls();
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 234);
        await client.StartTls(applicationProtocols: ["ftp"]);
        await client.Command("NOOP", 200);

        await using var web = await ftp.Connect();
        await web.Command("AUTH TLS", 234);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await web.StartTls(applicationProtocols: ["h2", "http/1.1"]);
            await web.Ask("NOOP");
        });
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_should_end_the_session_and_hold_up_nobody()
    {
        await using var ftp = await StartTls(change: tls => tls with { Server = tls.Server with { HandshakeTimeout = Later } });
        await using var silent = await ftp.Connect();
        await silent.Command("AUTH TLS", 234);
        await using var @implicit = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
        await using var busy = await LoginTls(ftp);
        await silent.ExpectClosed();
        await @implicit.ExpectClosed();
        await busy.Command("NOOP", 200);
    }

    [Fact]
    public async Task Many_stalled_handshakes_should_not_keep_a_client_from_its_login()
    {
        await using var ftp = await StartTls();
        List<FtpTranscript> stalled = [];
        try
        {
            for (var n = 0; n < 200; n++)
            {
                var client = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
                stalled.Add(client);
                // A record of 512 bytes is announced, the beginning of its ClientHello comes, and no more.
                await client.SendBytes(new byte[] { 22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3 });
            }

            await using var normal = await LoginTls(ftp);
            await normal.Command("NOOP", 200);
        }
        finally
        {
            foreach (var client in stalled)
                await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Replies_should_keep_their_order_under_TLS_however_many_commands_are_sent_ahead()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await client.SendText(string.Concat(Enumerable.Repeat("NOOP\r\nSYST\r\nPWD\r\n", 300)));
        for (var n = 0; n < 300; n++)
        {
            await client.Expect(200);
            await client.Expect(215);
            await client.Expect(257);
        }
    }
}
