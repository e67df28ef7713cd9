using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Clients that do the TLS handshake of a data connection before they ask for the transfer, and what may come between.</summary>
[TranscriptOf("PASV", "EPSV", "PROT", "ABOR", "REIN")]
public class TlsEarlySpecs : TlsSpecBase
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork, SslProtocols.Tls12)]
    [InlineData(AddressFamily.InterNetwork, SslProtocols.Tls13)]
    [InlineData(AddressFamily.InterNetworkV6, SslProtocols.Tls12)]
    [InlineData(AddressFamily.InterNetworkV6, SslProtocols.Tls13)]
    public async Task Files_should_go_both_ways_whole_after_a_handshake_before_the_command(AddressFamily family, SslProtocols protocol)
    {
        await using var ftp = await StartTls(family);
        await using var client = await LoginTls(ftp, protocol);
        foreach (var size in (int[])[0, 1, 100_000, 5_000_000])
        {
            var content = Content(size);
            await using (var data = await OpenEarly(client))
            {
                await client.Command($"STOR up{size}", 150);
                await data.Write(content);
                await data.Complete();
                await client.Expect(226);
            }

            Assert.Equal(content, await ftp.Get($"/up{size}"));
            await using (var data = await OpenEarly(client))
                Assert.Equal(content, await Finish(client, data, $"RETR up{size}"));
        }

        await using (var data = await OpenEarly(client))
        {
            await client.Command("REST 99000", 350);
            Assert.Equal(Content(100_000)[99_000..], await Finish(client, data, "RETR up100000"));
        }

        await using (var data = await OpenEarly(client))
            Assert.Equal("up0\r\nup1\r\nup100000\r\nup5000000\r\n"u8.ToArray(), await Finish(client, data, "NLST"));
    }

    [Theory, BothFamilies]
    public async Task An_implicit_session_should_have_its_handshakes_early_without_PBSZ_and_PROT(AddressFamily family)
    {
        await using var ftp = await StartTls(family);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ConnectImplicit(ftp);
        await client.Login();
        await using var data = await OpenEarly(client);
        Assert.Equal(Ascii("content"), await Finish(client, data, "RETR file"));
    }

    [Fact]
    public async Task Uploads_should_be_whole_when_the_client_reads_nothing_after_an_early_handshake()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp, SslProtocols.Tls13);
        var content = Content(300_000);
        for (var n = 0; n < 40; n++)
        {
            await using (var data = await OpenEarly(client))
            {
                await client.Command("STOR up", 150);
                await data.Write(content);
                await data.Complete();
            }

            await client.Expect(226);
            Assert.Equal(content, await ftp.Get("/up"));
        }
    }

    [Fact]
    public async Task An_upload_cut_short_after_an_early_handshake_should_read_426_and_leave_nothing_behind()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await OpenEarly(client);
        await client.Command("STOR up", 150);
        await data.Write(Content(300_000));
        data.CompleteSend();
        await client.Expect(426, "close_notify");
        await client.Command("SIZE up", 550);
    }

    [Fact]
    public async Task A_client_that_never_begins_should_read_522_once_the_time_is_up_that_runs_from_its_command()
    {
        await using var ftp = await StartTls(change: tls => tls with { Server = tls.Server with { HandshakeTimeout = Later } });
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        for (var n = 0; n < 5; n++)
        {
            await Task.Delay(Later / 4);
            await client.Command("NOOP", 200);
        }

        await client.Command("STOR up", 150);
        await client.Expect(522, "time");
        Assert.True(await data.EndsEmpty());
        await client.Command("SIZE up", 550);
    }

    [Fact]
    public async Task ABOR_should_end_a_transfer_whose_client_does_not_begin_its_handshake()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await client.Command("ABOR", 426);
        await client.Expect(226);
        Assert.True(await data.EndsEmpty());
    }

    [Theory]
    [InlineData("PASV", 227)]
    [InlineData("EPSV", 229)]
    [InlineData("PORT 127,0,0,1,4,1", 200)]
    [InlineData("ABOR", 226)]
    [InlineData("REIN", 220)]
    [InlineData("USER demo", 331)]
    [InlineData("RETR none", 550)]
    [InlineData("QUIT", 221)]
    public async Task What_gives_the_connection_up_should_end_it_however_far_the_handshake_is(string line, int code)
    {
        var server = new TlsServerOptions { Certificates = new ThrowawayCertificates(), MaxHandshakes = 1, MaxWaitingHandshakes = 0 };
        await using var ftp = await StartTls(change: tls => tls with { Server = server });
        foreach (var isWhole in (bool[])[true, false])
        {
            await using var client = await LoginTls(ftp);
            await using var data = await client.OpenPassive();
            if (isWhole)
                await data.StartTls(client.TlsClient);
            else
                await data.Write(Begun);
            await client.Command(line, code);
            Assert.True(await data.EndsEmpty());
        }

        // Nothing was left behind that would keep a handshake out.
        await using var next = await LoginTls(ftp);
        await next.Upload("STOR up", Content(100_000));
        Assert.Equal(Content(100_000), await next.Download("RETR up"));
    }

    [Theory]
    [InlineData("ABOR", 226)]
    [InlineData("PROT C", 200)]
    public async Task A_transfer_whose_connection_was_given_up_should_be_asked_for_another(string line, int code)
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        await using var data = await OpenEarly(client);
        await client.Command(line, code);
        Assert.True(await data.EndsEmpty());
        await client.Command("STOR up", 425);
        await client.Command("PROT P", 200);
        await client.Upload("STOR up", Ascii("up"));
    }

    [Fact]
    public async Task A_transfer_that_is_refused_before_it_connects_should_end_its_early_connection()
    {
        await using var ftp = await StartTls(configure: options => options with
        {
            TransferMiddleware = [TransferMiddleware.Of(_ => throw new TransferRejectedException(new FtpReply(504, "Not today.")))],
        });
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp);
        await using var data = await OpenEarly(client);
        await client.Command("RETR file", 504);
        Assert.True(await data.EndsEmpty());
    }

    [Fact]
    public async Task PROT_C_that_is_taken_back_should_leave_the_handshake_to_the_client()
    {
        await using var ftp = await StartTls();
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp);
        await using var data = await client.OpenPassive();
        await client.Command("PROT C", 200);
        await client.Command("PROT P", 200);
        await data.StartTls(client.TlsClient);
        Assert.Equal(Ascii("content"), await Finish(client, data, "RETR file"));
    }

    [Fact]
    public async Task A_client_that_goes_should_take_its_early_connection_with_it()
    {
        await using var ftp = await StartTls();
        var client = await LoginTls(ftp);
        await using var data = await OpenEarly(client);
        await client.DisposeAsync();
        Assert.True(await data.EndsEmpty());
    }

    [Theory, BothFamilies]
    public async Task PROT_C_should_have_a_connection_in_clear_text_on_which_no_TLS_has_begun(AddressFamily family)
    {
        await using var ftp = await StartTls(family);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp);
        await using (var data = await client.OpenPassive())
        {
            await client.Command("PROT C", 200);
            await client.Command("RETR file", 150);
            Assert.Equal(Ascii("content"), await data.ReadToEnd());
            await client.Expect(226);
        }

        await client.Command("PROT P", 200);
        await using (var data = await client.OpenPassive())
        {
            await client.Command("PROT C", 200);
            await client.Command("STOR up", 150);
            await data.Write(Content(100_000));
            data.CompleteSend();
            await client.Expect(226);
            Assert.Equal(Content(100_000), await ftp.Get("/up"));
        }

        await client.Command("PROT P", 200);
        await using (var data = await client.OpenPassive())
        {
            await client.Command("PROT C", 200);
            await client.Command("PROT P", 200);
            await client.Command("RETR file", 150);
            await data.StartTls(client.TlsClient);
            Assert.Equal(Ascii("content"), await data.ReadToEnd());
            await data.Complete();
            await client.Expect(226);
        }
    }

    [Fact]
    public async Task PROT_P_should_let_the_handshake_begin_on_a_connection_that_was_announced_before()
    {
        await using var ftp = await StartTls();
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.Command("PBSZ 0", 200);
        await using var data = await client.OpenPassive();
        await client.Command("PROT P", 200);
        await data.StartTls(client.TlsClient);
        Assert.Equal(Ascii("content"), await Finish(client, data, "RETR file"));
    }

    [Theory]
    [InlineData("RETR file", SslProtocols.Tls12)]
    [InlineData("RETR file", SslProtocols.Tls13)]
    [InlineData("STOR up", SslProtocols.Tls12)]
    [InlineData("STOR up", SslProtocols.Tls13)]
    public async Task A_new_session_should_be_refused_early_where_the_control_connections_is_required(string line, SslProtocols protocol)
    {
        await using var ftp = await StartTls(change: tls => tls with { Server = tls.Server with { SessionReuse = SessionReuse.Require } });
        await ftp.Put("/file", Ascii("content"));
        await using var client = await LoginTls(ftp, protocol, $"{Guid.NewGuid():N}.test");
        await using var stranger = await ftp.Connect();
        await stranger.AuthTls(protocols: protocol);
        Assert.Equal((protocol, protocol), (client.TlsProtocol, stranger.TlsProtocol));
        await using (var data = await client.OpenPassive())
        {
            Assert.NotNull(await Record.ExceptionAsync(async () =>
            {
                await data.StartTls(stranger.TlsClient);
                await data.ReadToEnd();
            }));
            await client.Command(line, 150);
            await client.Expect(522, "resume");
        }

        await using (var data = await OpenEarly(client))
            Assert.Equal(Ascii("content"), await Finish(client, data, "RETR file"));
    }

    [Fact]
    public async Task A_stranger_should_be_cut_before_any_handshake()
    {
        await using var ftp = await StartTls();
        await using var client = await LoginTls(ftp);
        var passive = await client.Pasv();
        await using (var stranger = await client.Dial(passive, IPAddress.Parse("127.0.0.2")))
            Assert.True(await stranger.EndsEmpty());
        await using var data = await client.Dial(passive);
        await data.StartTls(client.TlsClient);
        Assert.Empty(await Finish(client, data, "NLST"));
    }

    [Fact]
    public async Task Connections_on_which_nothing_comes_should_keep_no_handshake_out_and_no_port()
    {
        const int port = 27040;
        await using var ftp = await StartTls(
            change: tls => tls with { Server = tls.Server with { MaxHandshakes = 1, MaxWaitingHandshakes = 0 } },
            configure: options => options with { Passive = options.Passive with { FirstPort = port, LastPort = port } });
        List<IAsyncDisposable> silent = [];
        try
        {
            for (var n = 0; n < 10; n++)
            {
                var client = await LoginTls(ftp);
                silent.Add(client);
                var passive = await Announce(client);
                silent.Add(await client.Dial(passive));
            }

            await using var normal = await LoginTls(ftp);
            await using var data = await normal.Dial(await Announce(normal));
            await data.StartTls(normal.TlsClient);
            Assert.Empty(await Finish(normal, data, "NLST"));
        }
        finally
        {
            foreach (var one in silent)
                await one.DisposeAsync();
        }

        // The port is free as soon as the server has accepted the connection before.
        static async Task<IPEndPoint> Announce(FtpTranscript client)
        {
            using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
            while (true)
            {
                var reply = await client.Ask("PASV");
                if (HostPort.TryParsePasv(reply.Text, out var endPoint))
                    return endPoint;
                Assert.Equal(425, reply.Code);
                deadline.Token.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The beginning of a ClientHello.</summary>
    private static byte[] Begun => [22, 3, 1, 2, 0, 1, 0, 1];

    /// <param name="ftp">Whose client.</param>
    /// <param name="protocol">Offered.</param>
    /// <param name="serverName">Under which the process remembers sessions; null for not at all.</param>
    private static async Task<FtpTranscript> LoginTls(FtpPair ftp, SslProtocols protocol, string? serverName = null)
    {
        var client = await ftp.Connect();
        await client.AuthTls(serverName, protocol);
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        return client;
    }

    /// <summary>A passive data connection after its handshake.</summary>
    private static async Task<FtpTranscriptData> OpenEarly(FtpTranscript client)
    {
        var data = await client.OpenPassive();
        await data.StartTls(client.TlsClient);
        return data;
    }

    /// <summary>Downloads over a connection that is open.</summary>
    private static async Task<byte[]> Finish(FtpTranscript client, FtpTranscriptData data, string line)
    {
        await client.Command(line, 150);
        var content = await data.ReadToEnd();
        await data.Complete();
        await client.Expect(226);
        return content;
    }
}
