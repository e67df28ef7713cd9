using System.Net;
using System.Text;
using FtpActors.Client.Data;
using FtpActors.Client.Proxies;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Proxies;

public class ProxySpecs : ClientSpecBase
{
    [Theory]
    [InlineData(ProxyKind.Socks5, "127.0.0.1", false)]
    [InlineData(ProxyKind.Socks5, "127.0.0.1", true)]
    [InlineData(ProxyKind.Socks5, "::1", false)]
    [InlineData(ProxyKind.HttpConnect, "127.0.0.1", false)]
    [InlineData(ProxyKind.HttpConnect, "127.0.0.1", true)]
    [InlineData(ProxyKind.HttpConnect, "::1", false)]
    public async Task Control_and_data_connections_should_go_through_the_proxy(ProxyKind kind, string address, bool hasLogin)
    {
        await using var ftp = await StartServer(address: IPAddress.Parse(address));
        await using var proxy = ForwardingProxy.Start(kind, hasLogin ? ("üser", "s:cret") : null);
        await using var client = await Connect(ftp, options => options with { Proxy = Options(kind, proxy.Port, hasLogin ? "üser" : null, "s:cret") });
        await MoveSomething(ftp, client);
        Assert.True(proxy.Targets.Count >= 4);
        Assert.All(proxy.Targets, target => Assert.StartsWith(address + ":", target));
    }

    /// <summary>The proxy looks names up: nothing here knows the address.</summary>
    [Theory]
    [InlineData(ProxyKind.Socks5)]
    [InlineData(ProxyKind.HttpConnect)]
    public async Task A_name_should_be_looked_up_by_the_proxy_for_data_too(ProxyKind kind)
    {
        await using var ftp = await StartServer();
        await using var proxy = ForwardingProxy.Start(kind);
        await using var client = await Connect(ftp, options => options with { Host = "localhost", Proxy = Options(kind, proxy.Port) });
        await MoveSomething(ftp, client);
        Assert.All(proxy.Targets, target => Assert.StartsWith("localhost:", target));
    }

    /// <summary>The proxy goes by a name, which may have several addresses to be tried.</summary>
    [Fact]
    public async Task Data_through_a_proxy_should_have_the_congestion_control_that_was_chosen()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var ftp = await StartServer();
        await using var proxy = ForwardingProxy.Start(ProxyKind.Socks5);
        await using var client = await Connect(ftp, options => options with
        {
            Proxy = Options(ProxyKind.Socks5, proxy.Port) with { Host = "localhost" },
            Data = new() { CongestionControl = CongestionControl.Named("reno") },
        });
        await using var writing = await client.OpenWrite("/a");
        Assert.Contains("reno", OwnSockets.CongestionOf(proxy.Port).To);
        await writing.Complete();
    }

    [Fact]
    public async Task PASV_should_lead_to_the_servers_name_whatever_it_says()
    {
        await using var proxy = ForwardingProxy.Start(ProxyKind.Socks5);
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPSV", "502 No.");
            using var listener = ScriptedSession.Listen();
            var said = new IPEndPoint(IPAddress.Parse("10.255.255.1"), ((IPEndPoint)listener.LocalEndpoint).Port);
            await session.Answer("PASV", $"227 Come ({HostPort.FormatPasv(said)}).");
            await session.Answer("RETR /a", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
                await data.SendAsync("abc"u8.ToArray());
            await session.Reply("226 Done.");
        });
        await using var client = await Connect(server, options => options with { Host = "localhost", Proxy = Options(ProxyKind.Socks5, proxy.Port) });
        await using var read = await client.OpenRead("/a");
        Assert.Equal("abc", await new StreamReader(read).ReadToEndAsync());
    }

    [Theory]
    [InlineData(ProxyKind.Socks5)]
    [InlineData(ProxyKind.HttpConnect)]
    public async Task TLS_should_be_between_client_and_server(ProxyKind kind)
    {
        await using var ftp = await StartServer(options => options with
        {
            Tls = new FtpActors.Server.FtpTlsOptions
            {
                Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost"), SessionReuse = SessionReuse.Require },
                Policy = TlsPolicy.Required,
            },
        });
        await using var proxy = ForwardingProxy.Start(kind);
        await using var client = await Connect(ftp, options => options with
        {
            Proxy = Options(kind, proxy.Port),
            Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require, ServerName = "localhost", Validation = (_, _, _, _) => true },
        });
        await MoveSomething(ftp, client);
    }

    [Theory]
    [InlineData(ProxyKind.Socks5, null, "wants a user")]
    [InlineData(ProxyKind.Socks5, "other", "refuses user or password")]
    [InlineData(ProxyKind.HttpConnect, null, "407")]
    [InlineData(ProxyKind.HttpConnect, "other", "407")]
    public async Task A_proxy_that_refuses_should_be_told(ProxyKind kind, string? user, string why)
    {
        await using var ftp = await StartServer();
        await using var proxy = ForwardingProxy.Start(kind, ("user", "password"));
        var failed = await FailsWith(FtpConnectionFault.NotConnected, () => Connect(ftp, options => options with { Proxy = Options(kind, proxy.Port, user, "password") }));
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password\"", failed.ToString(), StringComparison.Ordinal);
    }

    /// <summary>In Latin-1, each answer behind what the client says; then silence, or the end of the connection.</summary>
    [Theory]
    [InlineData(ProxyKind.Socks5, "\x05\x00|\x05\x05\x00\x01\0\0\0\0\0\0", "connection refused")]
    [InlineData(ProxyKind.Socks5, "\x05\x00|\x05\x63\x00\x01\0\0\0\0\0\0", "failure 99")]
    [InlineData(ProxyKind.Socks5, "\x05\x00|\x05\x00\x00\x07\0\0\0\0\0\0", "does not speak")]
    [InlineData(ProxyKind.Socks5, "\x05\x01", "another way")]
    [InlineData(ProxyKind.Socks5, "\x05", "closed")]
    [InlineData(ProxyKind.Socks5, "HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak")]
    [InlineData(ProxyKind.HttpConnect, "HTTP/1.1 403 Not to this port\r\nA: b\r\n\r\n", "403 Not to this port")]
    [InlineData(ProxyKind.HttpConnect, "220 I am no proxy\r\n\r\n", "does not speak")]
    [InlineData(ProxyKind.HttpConnect, "HTTP/1.1\n\n", "does not speak")]
    [InlineData(ProxyKind.HttpConnect, "HTTP/1.1 200", "closed")]
    [InlineData(ProxyKind.HttpConnect, "+", "no end")]
    [InlineData(ProxyKind.HttpConnect, "?", "no answer in time")]
    [InlineData(ProxyKind.Socks5, "?", "no answer in time")]
    public async Task Whatever_a_proxy_says_should_end(ProxyKind kind, string answers, string why)
    {
        using var listener = ScriptedSession.Listen();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            foreach (var answer in answers.Split('|'))
            {
                await socket.ReceiveAsync(new byte[4096]);
                if (answer != "?")
                    await socket.SendAsync(Encoding.Latin1.GetBytes(answer == "+" ? new string('x', 100_000) : answer));
                else
                    await socket.ReceiveAsync(new byte[1]);
            }
        });
        var options = new FtpClientOptions
        {
            Host = "files.example",
            Proxy = Options(kind, ((IPEndPoint)listener.LocalEndpoint).Port),
            Timeouts = new ClientTimeouts { Connect = answers == "?" ? Soon : TimeSpan.FromSeconds(30) },
        };
        var failed = await FailsWith(FtpConnectionFault.NotConnected, () => FtpClient.Connect(Sys, options));
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
        await Record.ExceptionAsync(() => serving);
    }

    [Theory]
    [InlineData("files.example\r\nX: y", null, false)]
    [InlineData("files example", null, false)]
    [InlineData("files.example", "", false)]
    [InlineData("files.example", "a:b", false)]
    [InlineData("files.example", null, true)]
    public async Task What_no_proxy_can_do_should_be_refused_before(string host, string? user, bool isActive)
    {
        var options = new FtpClientOptions
        {
            Host = host,
            Proxy = Options(ProxyKind.HttpConnect, 1, user),
            Data = new() { Mode = isActive ? DataConnectionMode.Active : DataConnectionMode.Passive },
        };
        await Assert.ThrowsAsync<ArgumentException>(() => FtpClient.Connect(Sys, options));
    }

    private static ProxyOptions Options(ProxyKind kind, int port, string? user = null, string password = "") =>
        new() { Kind = kind, Host = "127.0.0.1", Port = port, User = user, Password = new Password(password) };

    private static async Task MoveSomething(FtpPair ftp, FtpClient client)
    {
        var local = new MemoryStorage();
        await ftp.Put("/a", Content(300_000));
        await client.Download("/a", local, FtpPath.Parse("/a"));
        await client.Upload(local, FtpPath.Parse("/a"), "/b");
        Assert.Equal(Content(300_000), await ftp.Get("/b"));
        Assert.Equal(2, (await client.ListAll("/")).Count);
    }
}
