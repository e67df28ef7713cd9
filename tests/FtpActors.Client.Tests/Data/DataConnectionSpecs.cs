using System.Net;
using System.Net.Sockets;
using FtpActors.Client.Data;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Tests.Data;

public class DataConnectionSpecs : ClientSpecBase
{
    [Theory]
    [InlineData(DataConnectionMode.Passive, "127.0.0.1")]
    [InlineData(DataConnectionMode.Active, "127.0.0.1")]
    [InlineData(DataConnectionMode.Passive, "::1")]
    [InlineData(DataConnectionMode.Active, "::1")]
    public async Task Congestion_control_should_be_what_each_end_has_chosen(DataConnectionMode mode, string address)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var port = FreePorts.Take();
        await using var ftp = await StartServer(
            options => options with { Passive = new() { FirstPort = port, LastPort = port }, CongestionControl = CongestionControl.Named("reno") },
            IPAddress.Parse(address));
        await using var connected = await Connect(ftp, options => options with
        {
            Data = new() { Mode = mode, FirstActivePort = port, LastActivePort = port },
        });
        await using var writing = await connected.OpenWrite("/a");
        await writing.WriteAsync(new byte[1]);
        var (at, to) = OwnSockets.CongestionOf(port);
        var (server, client) = mode == DataConnectionMode.Passive ? (at, to) : (to, at);
        Assert.Equal(("reno", OwnSockets.OnLoopback), (Assert.Single(server), Assert.Single(client)));
        await writing.Complete();
    }

    [Fact]
    public async Task PASV_should_take_the_place_of_EPSV_once_and_for_all()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPSV", "500 What?");
            await Serve(session);
            await Serve(session);
        });
        await using var client = await Connect(server);
        Assert.Equal("abc", await Read(client));
        Assert.Equal("abc", await Read(client));
        await server.Ended();

        static async Task Serve(ScriptedSession session)
        {
            using var listener = ScriptedSession.Listen();
            await session.Answer("PASV", $"227 Come ({HostPort.FormatPasv((IPEndPoint)listener.LocalEndpoint)}).");
            await SendFile(session, listener);
        }
    }

    [Fact]
    public async Task EPSV_should_be_asked_for_again_where_PASV_does_not_work_either()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            // Bound, so that nobody else can listen there.
            using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            await session.Answer("EPSV", $"229 Here (|||{((IPEndPoint)nobody.LocalEndPoint!).Port}|)");
            await session.Answer("PASV", "502 What?");
            using var listener = await session.AnswerBinary();
            await SendFile(session, listener);
        });
        await using var client = await Connect(server);
        Assert.Equal(502, (await Assert.ThrowsAsync<FtpReplyException>(() => Read(client))).Code);
        Assert.Equal("abc", await Read(client));
    }

    [Fact]
    public async Task PASV_should_lead_to_the_host_of_the_control_connection_whatever_it_says()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPSV", "502 No.");
            using var listener = ScriptedSession.Listen();
            var said = new IPEndPoint(IPAddress.Parse("10.255.255.1"), ((IPEndPoint)listener.LocalEndpoint).Port);
            await session.Answer("PASV", $"227 Come ({HostPort.FormatPasv(said)}).");
            await SendFile(session, listener);
        });
        await using var client = await Connect(server);
        Assert.Equal("abc", await Read(client));
    }

    [Fact]
    public async Task PASV_that_names_another_host_may_be_refused()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPSV", "502 No.");
            await session.Answer("PASV", "227 Come (10,255,255,1,10,10).");
            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server, options => options with { Data = new() { PassiveAddress = PassiveAddress.Refuse } });
        await FailsWith(FtpConnectionFault.Data, () => client.OpenData("RETR /a"));
        await client.Noop();
    }

    [Fact]
    public async Task PORT_should_take_the_place_of_EPRT_and_use_the_ports_that_are_allowed()
    {
        var port = FreePorts.Take();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPRT |1|127.0.0.1|" + port + "|", "500 What?");
            await session.Answer($"PORT 127,0,0,1,{port >> 8},{port & 255}", "200 Good.");
            await session.Answer("RETR /a", "150 Here.");
            using var data = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await data.ConnectAsync(IPAddress.Loopback, port);
            await data.SendAsync("abc"u8.ToArray());
            data.Shutdown(SocketShutdown.Both);
            await session.Reply("226 Done.");
        });
        await using var client = await Connect(server, options => options with
        {
            Data = new() { Mode = DataConnectionMode.Active, FirstActivePort = port, LastActivePort = port },
        });
        Assert.Equal("abc", await Read(client));
    }

    [Theory]
    [InlineData("EPRT |1|192.0.2.7|")]
    [InlineData("PORT 192,0,2,7,")]
    public async Task Behind_NAT_the_server_should_be_told_the_address_outside(string told)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            var line = (await session.ReadLine())!;
            if (!line.StartsWith(told, StringComparison.Ordinal))
            {
                await session.Reply("500 What?");
                line = (await session.ReadLine())!;
            }

            Assert.StartsWith(told, line);
            await session.Reply("200 Good.");
            await session.Answer("RETR /a", "150 Here.");
            var numbers = line.Split('|', ',');
            var port = line[0] == 'E' ? int.Parse(numbers[3]) : (int.Parse(numbers[^2]) << 8) + int.Parse(numbers[^1]);
            using var data = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await data.ConnectAsync(IPAddress.Loopback, port);
            await data.SendAsync("abc"u8.ToArray());
            data.Shutdown(SocketShutdown.Both);
            await session.Reply("226 Done.");
        });
        await using var client = await Connect(server, options => options with
        {
            Data = new() { Mode = DataConnectionMode.Active, ActiveAddress = IPAddress.Parse("192.0.2.7") },
        });
        Assert.Equal("abc", await Read(client));
    }

    [Fact]
    public async Task A_server_that_does_not_call_should_not_be_waited_for()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.ReadLine();
            await session.Reply("200 Good.");
            await session.Answer("RETR /a", "150 Here.");
            await session.AnswerAbort("425 I could not call.", "225 Nothing to abort.");
            await session.Answer("PWD", "257 \"/\"");
        });
        await using var client = await Connect(server, options => options with
        {
            Data = new() { Mode = DataConnectionMode.Active },
            Timeouts = new ClientTimeouts { Connect = Later },
        });
        await FailsWith(FtpConnectionFault.Data, () => client.OpenData("RETR /a"));
        Assert.Equal("/", await client.CurrentDirectory());
    }

    [Fact]
    public async Task A_refused_transfer_should_read_as_the_servers_reply()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "550 No such file.");
            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server);
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.OpenData("RETR /a"))).Code);
        await client.Noop();
    }

    [Fact]
    public async Task A_transfer_that_the_server_calls_incomplete_should_fail_though_its_data_ended()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
                await data.SendAsync("abc"u8.ToArray());
            await session.Reply("451 The disk broke.");
        });
        await using var client = await Connect(server);
        await using var read = await client.OpenRead("/a");
        var buffer = new byte[10];
        await Assert.ThrowsAsync<FtpReplyException>(async () =>
        {
            while (await read.ReadAsync(buffer) > 0)
            {
            }
        });
    }

    [Fact]
    public async Task Data_that_stalls_should_fail_and_leave_the_connection_usable()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here.");
            using var data = await listener.AcceptSocketAsync();
            await session.AnswerAbort("426 Aborted.", "226 Done.");
            await session.Answer("PWD", "257 \"/\"");
        });
        await using var client = await Connect(server, options => options with { Timeouts = new ClientTimeouts { Stalled = Soon } });
        await using (var read = await client.OpenRead("/a"))
            await FailsWith(FtpConnectionFault.Data, async () => await read.ReadExactlyAsync(new byte[1]));
        Assert.Equal("/", await client.CurrentDirectory());
    }

    [Fact]
    public async Task A_long_transfer_should_keep_the_control_connection_alive()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
            {
                await session.Answer("NOOP", "200 Yes.");
                await session.Expect("NOOP");
                await data.SendAsync("abc"u8.ToArray());
            }

            // The second is answered late, as servers do that read no commands during transfers.
            await session.Reply("226 Done.");
            await session.Reply("200 Yes.");
            await SkipNoops(session, "PWD");
            await session.Reply("257 \"/\"");
        });
        await using var client = await Connect(server, options => options with { Timeouts = new ClientTimeouts { KeepAlive = Soon } });
        Assert.Equal("abc", await Read(client));
        Assert.Equal("/", await client.CurrentDirectory());
    }

    /// <summary>A NOOP more may be on its way when the data ends.</summary>
    private static async Task SkipNoops(ScriptedSession session, string line)
    {
        string? next;
        while ((next = await session.ReadLine()) == "NOOP")
            await session.Reply("200 Yes.");
        Assert.Equal(line, next);
    }

    private static async Task SendFile(ScriptedSession session, TcpListener listener)
    {
        await session.Answer("RETR /a", "150 Here.");
        using (var data = await listener.AcceptSocketAsync())
            await data.SendAsync("abc"u8.ToArray());
        await session.Reply("226 Done.");
    }

    private static async Task<string> Read(FtpClient client)
    {
        await using var read = await client.OpenRead("/a");
        using var reader = new StreamReader(read);
        return await reader.ReadToEndAsync();
    }
}
