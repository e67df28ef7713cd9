using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Host;

/// <summary>SIGHUP. A limit of 1 byte per second holds a transfer back for as long as a spec takes.</summary>
public class ReloadSpecs
{
    private const string Quiet = "log.file.enabled = off\n";

    private static readonly string[] Flags = ["--listen", "127.0.0.1:0", "--memory", "--anonymous", "write", "--passive-ports", "0"];

    [Theory]
    [InlineData("ftp.throttle.server.download")]
    [InlineData("ftp.throttle.connection.download")]
    [InlineData("ftp.anonymous-throttle.user.download")]
    [InlineData("ftp.anonymous-throttle.connection.download")]
    public async Task Host_should_apply_limits_to_a_running_transfer_when_it_is_told_to_read_its_configuration_again(string key)
    {
        using var host = HostProcess.Start($"{Quiet}{key} = 1", Flags);
        using var client = await LogIn(await host.ReadPort());
        using (var upload = await Open(client, "STOR file"))
            await upload.GetStream().WriteAsync(new byte[100_000]);
        Assert.StartsWith("226 ", await client.Reply());
        using var download = await Open(client, "RETR file");
        Assert.StartsWith("200 ", await client.Send("NOOP"));

        await Reload(host, Quiet + "ftp.welcome = Hello", $"{key}");

        var bytes = new byte[100_000];
        await download.GetStream().ReadExactlyAsync(bytes);
        Assert.StartsWith("226 ", await client.Reply());
    }

    [Fact]
    public async Task Host_should_apply_limits_of_the_users_of_virtual_hosts_too()
    {
        var hash = PasswordHash.Create(new Password("secret"), 4).Text;
        string Config(string throttle) =>
            $"{Quiet}ftp.hosts {{ \"Team.example.org\" {{ base = \"/team\", users {{ alice {{ password-hash = \"{hash}\"{throttle} }} }} }} }}";
        using var host = HostProcess.Start(Config(", throttle.user.download = 1"), Flags);
        using var client = await ControlConnection.Open(IPAddress.Loopback, await host.ReadPort());
        await client.Reply();
        Assert.StartsWith("220 ", await client.Send("HOST team.example.org"));
        await client.Send("USER alice");
        Assert.StartsWith("230 ", await client.Send("PASS secret"));
        await client.Send("TYPE I");
        using (var upload = await Open(client, "STOR file"))
            await upload.GetStream().WriteAsync(new byte[100_000]);
        Assert.StartsWith("226 ", await client.Reply());
        using var download = await Open(client, "RETR file");

        await Reload(host, Config(""), "users.alice.throttle.user.download\"] count now");

        await download.GetStream().ReadExactlyAsync(new byte[100_000]);
        Assert.StartsWith("226 ", await client.Reply());
    }

    [Fact]
    public async Task Host_should_apply_rules_about_addresses_to_sessions_and_connections()
    {
        using var host = HostProcess.Start(Quiet, Flags);
        var port = await host.ReadPort();
        using var client = await LogIn(port);

        await Reload(host, Quiet + "ftp.admission.deny = [\"127.0.0.0/8\"]", "[\"ftp.admission.deny\"] count now");

        Assert.StartsWith("421 ", await client.Reply());
        using var refused = await ControlConnection.Open(IPAddress.Loopback, port);
        Assert.Equal("421 Your address is not allowed here.", await refused.Reply());
    }

    [Fact]
    public async Task Host_should_name_the_keys_that_count_after_a_restart()
    {
        using var host = HostProcess.Start(Quiet, Flags);
        await host.ReadPort();

        await Reload(host, Quiet + "ftp { welcome = Hello, limits.max-held-commands = 3, throttle.server.upload = 1MiB }", "count after a restart");

        Assert.Contains("[\"ftp.throttle.server.upload\"] count now", host.Error);
        Assert.Contains("[\"ftp.limits.max-held-commands\", \"ftp.welcome\"] count after a restart", host.Error);
    }

    [Fact]
    public async Task Host_should_go_on_as_before_when_the_configuration_has_a_mistake()
    {
        using var host = HostProcess.Start(Quiet, Flags);
        var port = await host.ReadPort();

        await Reload(host, Quiet + "ftp.throttle.server { upload = 1, download = fast }", "ftp.throttle.server.download = \"fast\"");
        await Reload(host, Quiet, "nothing has changed");

        using var client = await LogIn(port);
        Assert.StartsWith("200 ", await client.Send("NOOP"));
    }

    private static async Task Reload(HostProcess host, string config, string until)
    {
        await File.WriteAllTextAsync(host.PathOf("server.hocon"), config);
        host.Signal(HostProcess.SigHup);
        await host.AwaitError(until);
    }

    private static async Task<ControlConnection> LogIn(int port)
    {
        var client = await ControlConnection.Open(IPAddress.Loopback, port);
        await client.Reply();
        await client.Send("USER anonymous");
        Assert.StartsWith("230 ", await client.Send("PASS guest@"));
        await client.Send("TYPE I");
        return client;
    }

    private static async Task<TcpClient> Open(ControlConnection client, string line)
    {
        var passive = await client.Send("EPSV");
        var data = new TcpClient();
        await data.ConnectAsync(IPAddress.Loopback, int.Parse(passive.Split('|')[3]));
        Assert.StartsWith("150 ", await client.Send(line));
        return data;
    }
}
