using System.Net;
using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Host;

public class ServingSpecs
{
    private const string Quiet = "log.file.enabled = off\n";

    [Fact]
    public async Task Host_should_print_a_line_per_listener_with_its_real_port_and_a_curl_line()
    {
        using var host = HostProcess.Start(Quiet, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--memory", "--anonymous", "read");

        var first = await host.ReadLine();
        var second = await host.ReadLine();
        var third = await host.ReadLine();

        Assert.Matches(@"^Listening on ftp://127\.0\.0\.1:[1-9]\d*$", first);
        Assert.Matches(@"^Listening on ftp://\[::1\]:[1-9]\d*$", second);
        Assert.Equal($"Try: curl {first!["Listening on ".Length..]}/", third);
        foreach (var (line, address) in new[] { (first, IPAddress.Loopback), (second!, IPAddress.IPv6Loopback) })
        {
            using var client = await ControlConnection.Open(address, int.Parse(line[(line.LastIndexOf(':') + 1)..]));
            Assert.StartsWith("220 ", await client.Reply());
        }
    }

    [Fact]
    public async Task Host_should_serve_the_sample_user_and_guests_from_ftp_root_beside_the_configuration()
    {
        var sample = await File.ReadAllTextAsync(SolutionFiles.PathOf("server.hocon"));
        using var host = HostProcess.Start(sample, "--listen", "127.0.0.1:0");

        using var demo = await ControlConnection.Open(IPAddress.Loopback, await host.ReadPort());
        Assert.StartsWith("Try: curl --user demo:demo ftp://127.0.0.1:", await host.ReadLine());
        await demo.Reply();
        await demo.Send("USER demo");
        Assert.StartsWith("230 ", await demo.Send("PASS demo"));
        Assert.StartsWith("257 ", await demo.Send("MKD made"));

        Assert.True(Directory.Exists(host.PathOf("ftp-root/made")));
        host.Signal(HostProcess.SigTerm);
        Assert.Equal(0, (await host.Exit()).Code);
        Assert.NotEmpty(Directory.GetFiles(host.PathOf("logs"), "ftp-*.log"));
    }

    [Fact]
    public async Task Host_should_take_users_of_the_command_line_in_place_of_the_sample_user()
    {
        using var host = HostProcess.Start(Quiet + "ftp.users.demo.password = demo", "--listen", "127.0.0.1:0", "--memory", "--user", "eve:a:b c");

        var port = await host.ReadPort();

        Assert.StartsWith("Try: curl --user eve ftp://", await host.ReadLine());
        Assert.StartsWith("230 ", await LogIn(port, "eve", "a:b c"));
        Assert.StartsWith("530 ", await LogIn(port, "demo", "demo"));
    }

    [Theory]
    [InlineData(HostProcess.SigTerm)]
    [InlineData(HostProcess.SigInt)]
    public async Task Host_should_exit_0_when_it_is_told_to_stop_and_tell_idle_sessions_421(int signal)
    {
        using var host = HostProcess.Start(Quiet, "--listen", "127.0.0.1:0", "--memory");
        using var client = await ControlConnection.Open(IPAddress.Loopback, await host.ReadPort());
        await client.Reply();

        host.Signal(signal);

        Assert.StartsWith("421 ", await client.Reply());
        Assert.Equal(0, (await host.Exit()).Code);
    }

    [Fact]
    public async Task Host_should_let_a_transfer_finish_and_exit_0()
    {
        using var host = HostProcess.Start(Quiet, "--listen", "127.0.0.1:0", "--memory", "--anonymous", "write", "--passive-ports", "0");
        using var client = await ControlConnection.Open(IPAddress.Loopback, await host.ReadPort());
        using var upload = await StartUpload(client);

        host.Signal(HostProcess.SigTerm);
        await host.AwaitError("Shutting down");
        await upload.GetStream().WriteAsync("the rest"u8.ToArray());
        upload.Close();

        Assert.StartsWith("226 ", await client.Reply());
        Assert.Equal(0, (await host.Exit()).Code);
    }

    [Fact]
    public async Task Host_should_end_at_once_at_the_second_signal()
    {
        using var host = HostProcess.Start(Quiet + "ftp.shutdown.grace = 1h", "--listen", "127.0.0.1:0", "--memory", "--anonymous", "write", "--passive-ports", "0");
        using var client = await ControlConnection.Open(IPAddress.Loopback, await host.ReadPort());
        using var upload = await StartUpload(client);

        host.Signal(HostProcess.SigTerm);
        await host.AwaitError("Shutting down");
        host.Signal(HostProcess.SigTerm);

        Assert.Equal(128 + HostProcess.SigTerm, (await host.Exit()).Code);
    }

    [Fact]
    public async Task Host_should_exit_1_and_name_the_address_when_the_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        using var host = HostProcess.Start(Quiet, "--listen", taken.LocalEndpoint.ToString()!, "--memory");

        Assert.Equal((1, ""), await host.Exit());
        Assert.Contains($"Cannot listen on {taken.LocalEndpoint}", host.Error);
    }

    [Fact]
    public async Task Host_should_run_where_there_is_no_configuration()
    {
        using var host = HostProcess.Start(null, "--listen", "127.0.0.1:0", "--memory", "--set", "log.file.enabled=off");

        Assert.StartsWith("230 ", await LogIn(await host.ReadPort(), "demo", "demo"));
    }

    [Fact]
    public async Task Host_should_write_log_lines_with_properties_to_the_rolling_file()
    {
        using var host = HostProcess.Start("log.console = off\nftp.users.demo.password = demo", "--listen", "127.0.0.1:0", "--memory", "--log-level", "debug");
        await LogIn(await host.ReadPort(), "demo", "demo");

        host.Signal(HostProcess.SigTerm);
        Assert.Equal(0, (await host.Exit()).Code);

        var lines = await File.ReadAllLinesAsync(Directory.GetFiles(host.PathOf("logs")).Single());
        Assert.Contains(lines, line => line.Contains("\"Verb\":\"PASS\"") && line.Contains("\"ReplyCode\":230") && line.Contains("\"SessionId\":1"));
        Assert.DoesNotContain(lines, line => line.Contains("PASS demo"));
    }

    private static async Task<string> LogIn(int port, string user, string password)
    {
        using var client = await ControlConnection.Open(IPAddress.Loopback, port);
        await client.Reply();
        await client.Send($"USER {user}");
        return await client.Send($"PASS {password}");
    }

    private static async Task<TcpClient> StartUpload(ControlConnection client)
    {
        await client.Reply();
        await client.Send("USER anonymous");
        await client.Send("PASS guest@");
        await client.Send("TYPE I");
        var passive = await client.Send("EPSV");
        var data = new TcpClient();
        await data.ConnectAsync(IPAddress.Loopback, int.Parse(passive.Split('|')[3]));
        Assert.StartsWith("150 ", await client.Send("STOR upload"));
        await data.GetStream().WriteAsync("the first"u8.ToArray());
        return data;
    }
}
