using FtpActors.Client.Proxies;
using FtpActors.Client.Tests.ForeignServers;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Proxies;

/// <summary>Proxies that others wrote.</summary>
public class ProxyProgramSpecs : ClientSpecBase
{
    [ForeignServerFact("microsocks", "microsocks")]
    public async Task Microsocks_should_let_everything_through()
    {
        await using var proxy = await ForeignServer.Start("microsocks", "root", static (_, port) =>
            ["-i", "127.0.0.1", "-p", $"{port}", "-u", "user", "-P", "password"]);
        await MoveThrough(new ProxyOptions { Host = "127.0.0.1", Port = proxy.Port, User = "user", Password = new Password("password") });
    }

    [ForeignServerFact("tinyproxy", "tinyproxy-bin")]
    public async Task Tinyproxy_should_let_everything_through()
    {
        await using var proxy = await ForeignServer.Start("tinyproxy", "root", static (directory, port) =>
        {
            File.WriteAllText(directory.At("proxy.conf"), $"Port {port}\nListen 127.0.0.1\nBasicAuth user password\n");
            return ["-d", "-c", directory.At("proxy.conf")];
        });
        await MoveThrough(new ProxyOptions { Kind = ProxyKind.HttpConnect, Host = "127.0.0.1", Port = proxy.Port, User = "user", Password = new Password("password") });
    }

    private async Task MoveThrough(ProxyOptions proxy)
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp, options => options with { Proxy = proxy });
        var local = new MemoryStorage();
        await ftp.Put("/a", Content(3_000_000));
        await client.Download("/a", local, FtpPath.Parse("/a"));
        await client.Upload(local, FtpPath.Parse("/a"), "/b");
        Assert.Equal(Content(3_000_000), await ftp.Get("/b"));
    }
}
