using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.Core.Tls;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>AUTH TLS, implicit TLS, and transfers under PROT P and C.</summary>
[TranscriptOf("AUTH", "PBSZ", "PROT")]
public class TlsSpecs : TlsSpecBase
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork, SslProtocols.Tls12)]
    [InlineData(AddressFamily.InterNetwork, SslProtocols.Tls13)]
    [InlineData(AddressFamily.InterNetworkV6, SslProtocols.Tls12)]
    [InlineData(AddressFamily.InterNetworkV6, SslProtocols.Tls13)]
    public async Task Files_should_go_both_ways_under_TLS_whole(AddressFamily family, SslProtocols protocol)
    {
        await using var ftp = await StartTls(family);
        await using var client = await ftp.Connect();
        Assert.Contains("AUTH TLS", AllText(await client.Ask("FEAT")), StringComparison.Ordinal);
        await client.AuthTls(protocols: protocol);
        Assert.Equal(protocol, client.TlsProtocol);
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        Assert.Contains(protocol == SslProtocols.Tls13 ? "TLSv1.3" : "TLSv1.2", AllText(await client.Ask("STAT")), StringComparison.Ordinal);

        foreach (var size in (int[])[0, 1, 100_000, 5_000_000])
        {
            var content = Content(size);
            await client.Upload($"STOR up{size}", content);
            Assert.Equal(content, await ftp.Get($"/up{size}"));
            Assert.Equal(content, await client.Download($"RETR up{size}"));
        }

        Assert.Equal(4, (await client.DownloadLines("NLST")).Length);
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task An_implicit_listener_should_greet_under_TLS_and_have_data_under_TLS(AddressFamily family)
    {
        await using var ftp = await StartTls(family);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ConnectImplicit(ftp);
        await client.Login();
        await client.Command("AUTH TLS", 503);

        // Without PBSZ and PROT.
        await using var data = await client.OpenPassive();
        await client.Command("RETR file", 150);
        await data.StartTls(client.TlsClient);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await data.Complete();
        await client.Expect(226);

        await client.Command("PROT C", 200);
        Assert.Equal(Ascii("content"), await client.Download("RETR file"));
        await client.ProtectData();
        await client.Upload("STOR up", Ascii("up"));
        Assert.Equal(Ascii("up"), await ftp.Get("/up"));
        await client.Command("REIN", 220);
        await client.Login();
        Assert.Equal(2, (await client.DownloadLines("NLST")).Length);
    }

    [Fact]
    public async Task An_active_data_connection_should_be_under_TLS_with_the_server_as_server()
    {
        await using var ftp = await StartTls();
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp);
        await using var listener = await client.OpenActive();
        await client.SendLine("RETR file");
        await using var data = await listener.Accept();
        await client.Expect(150);
        await data.StartTls(client.TlsClient);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await data.Complete();
        await client.Expect(226);
    }

    [Fact]
    public async Task PROT_C_should_leave_data_in_clear_text_and_PROT_P_should_change_it_back()
    {
        await using var ftp = await StartTls();
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.Command("TYPE I", 200);
        Assert.Equal(Ascii("content"), await client.Download("RETR file"));
        await client.Command("PBSZ 0", 200);
        await client.Command("PROT C", 200);
        Assert.Equal(Ascii("content"), await client.Download("RETR file"));
        await client.ProtectData();
        Assert.Equal(Ascii("content"), await client.Download("RETR file"));
    }

    [Fact]
    public async Task Policies_should_refuse_USER_and_transfers_in_clear_text_and_say_what_to_do()
    {
        await using var ftp = await StartTls(policy: TlsPolicy.Required);
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 530, "AUTH TLS");
        await client.Command("PASS demo", 503);
        await client.AuthTls();
        await client.Login();
        await using (var data = await client.OpenPassive())
            await client.Command("LIST", 521, "PROT P");
        await client.Command("PBSZ 0", 200);
        await client.Command("PROT C", 534, "PROT P");
        await client.ProtectData();
        Assert.Empty(await client.DownloadLines("LIST"));
    }

    [Fact]
    public async Task A_listener_should_have_its_own_policy()
    {
        var open = new IPEndPoint(IPAddress.Loopback, 0);
        await using var ftp = await StartTls(
            policy: TlsPolicy.Required,
            change: tls => tls with { ListenPolicies = tls.ListenPolicies.Add(open, TlsPolicy.Off), Listen = [] },
            configure: options => options with { Listen = [open] });
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 502);
        Assert.DoesNotContain("AUTH", AllText(await client.Ask("FEAT")), StringComparison.Ordinal);
        await client.Login();
    }

    [Fact]
    public async Task A_client_that_does_no_handshake_on_a_data_connection_should_read_522_and_leave_nothing_behind()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Ascii("this is no ClientHello"));
        data.CompleteSend();
        await client.Expect(522);
        await client.Command("SIZE up", 550);
    }

    [Theory]
    [InlineData("RETR file")]
    [InlineData("STOR up")]
    public async Task A_data_connection_that_resumes_no_session_should_read_522_where_that_is_required(string line)
    {
        await using var ftp = await StartTls(change: tls => tls with { Server = tls.Server with { SessionReuse = SessionReuse.Require } });
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp);
        await using var stranger = await ftp.Connect();
        await stranger.AuthTls(protocols: SslProtocols.Tls12);
        await using var data = await client.OpenPassive();
        await client.Command(line, 150);
        await Record.ExceptionAsync(() => data.StartTls(stranger.TlsClient));
        await client.Expect(522, "resume");
        await client.Command("SIZE up", 550);
    }

    [Fact]
    public async Task An_upload_that_ends_without_close_notify_should_read_426_and_leave_nothing_behind()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content(300_000));
        data.CompleteSend();
        await client.Expect(426, "close_notify");
        await client.Command("SIZE up", 550);
    }

    [Theory]
    [InlineData("APPE file", 0)]
    [InlineData("STOR file", 13)]
    public async Task A_file_should_be_as_long_as_before_when_what_continues_it_ends_without_close_notify(string line, long restart)
    {
        await using var ftp = await StartTls();
        await ftp.Put("/file", Ascii("what was there"));
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        if (restart > 0)
            await client.Command($"REST {restart}", 350);
        await client.Command(line, 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content(300_000));
        data.CompleteSend();
        await client.Expect(426, "nothing of it is kept");
        var kept = await ftp.Get("/file");
        Assert.Equal(Ascii("what was there")[..kept.Length], kept);
        Assert.InRange(kept.Length, 13, 14);
    }

    [Fact]
    public async Task An_upload_that_ends_without_close_notify_should_be_kept_where_that_is_accepted()
    {
        await using var ftp = await StartTls(change: tls => tls with { Server = tls.Server with { AcceptTruncatedUploads = true } });
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content(300_000));
        data.CompleteSend();
        await client.Expect(226);
        Assert.Equal(Content(300_000), await ftp.Get("/up"));
    }
}
