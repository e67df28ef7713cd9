using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.Client.Tests.Connections;

public class LoginSpecs : ClientSpecBase
{
    [Fact]
    public async Task A_client_should_log_in_and_learn_what_the_server_can()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        Assert.Contains(client.Features, line => line.StartsWith("MLST ", StringComparison.Ordinal));
        Assert.Equal("/", await client.CurrentDirectory());
    }

    [Fact]
    public async Task A_wrong_password_should_fail_with_the_servers_reply_and_without_the_password()
    {
        await using var ftp = await StartServer();
        var refused = await Assert.ThrowsAsync<FtpReplyException>(() => Connect(ftp, options => options with { Password = new Password("secret") }));
        Assert.Equal(530, refused.Code);
        Assert.Equal("PASS ***", refused.Command);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_should_be_given_to_those_who_ask()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Reply("220 Ready.");
            await session.Answer("USER anonymous", "331 Password?");
            await session.Answer("PASS anonymous@", "332 Account?");
            await session.Answer("ACCT sales", "230 In.");
            await session.Answer("FEAT", "211 None.");
            await session.Answer("QUIT", "221 Bye.");
        });
        await using (await Connect(server, options => options with { Account = new Password("sales") }))
        {
        }

        await server.Ended();
    }

    [Fact]
    public async Task A_greeting_may_keep_the_client_waiting_and_be_long_and_sloppy()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Send("120 In a minute.\r\n\r\n220-Hello\n 220 not yet\nwithout prefix\r\n220-still\r\n220 Ready.\n");
            await session.Answer("USER anonymous", "230 No password needed.");
            await session.Send("");
            await session.Expect("FEAT");
            await session.Send("211-Features:\r\n UTF8\r\nMDTM\r\n211 End\r\n");
            await session.Answer("OPTS UTF8 ON", "200 Always.");
            await session.Answer("PWD", "257 \"/a \"\"b\"\"\" is where you are.");
        });
        await using var client = await Connect(server);
        Assert.Equal(["MDTM", "UTF8"], client.Features.Order());
        Assert.Equal("/a \"b\"", await client.CurrentDirectory());
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    public async Task What_is_no_FTP_should_be_told_so(string greeting)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Send(greeting);
            await session.ReadLine();
        });
        await FailsWith(FtpConnectionFault.Protocol, () => Connect(server));
    }

    [Fact]
    public async Task A_server_that_says_nothing_should_not_be_waited_for()
    {
        await using var server = ScriptedServer.Start(session => session.ReadLine());
        await FailsWith(FtpConnectionFault.Timeout, () => Connect(server, options => options with { Timeouts = new ClientTimeouts { Reply = Soon } }));
    }

    [Fact]
    public async Task Connecting_should_be_cancelled_at_once()
    {
        await using var server = ScriptedServer.Start(session => session.ReadLine());
        using var cancel = new CancellationTokenSource(Soon);
        var options = new FtpClientOptions { Host = server.EndPoint.Address.ToString(), Port = server.EndPoint.Port };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FtpClient.Connect(Sys, options, cancel.Token));
    }

    [Fact]
    public async Task An_endless_line_should_end_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Send("220 " + new string('x', 20_000));
            await session.ReadLine();
        });
        await FailsWith(FtpConnectionFault.Protocol, () => Connect(server));
    }

    [Fact]
    public async Task An_endless_reply_should_end_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Send("220-Hello\r\n" + string.Concat(Enumerable.Repeat("more\r\n", 200)));
            await session.ReadLine();
        });
        await FailsWith(FtpConnectionFault.Protocol, () => Connect(server, options => options with { Limits = new ClientLimits { MaxReplyLines = 100 } }));
    }

    [Fact]
    public async Task A_greeting_that_is_put_off_again_and_again_should_end_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            for (var round = 0; round < 5; round++)
                await session.Reply("120 In a minute.");
            await session.ReadLine();
        });
        await FailsWith(FtpConnectionFault.Protocol, () => Connect(server, options => options with { Limits = new ClientLimits { MaxPreliminaryReplies = 4 } }));
    }

    [Fact]
    public async Task Options_out_of_range_should_be_refused_before_anything_is_said()
    {
        await using var server = ScriptedServer.Start(_ => Task.CompletedTask);
        Func<FtpClientOptions, FtpClientOptions>[] wrong =
        [
            options => options with { Timeouts = new ClientTimeouts { Reply = TimeSpan.FromSeconds(-5) } },
            options => options with { Timeouts = new ClientTimeouts { KeepAlive = TimeSpan.Zero } },
            options => options with { Timeouts = new ClientTimeouts { Stalled = TimeSpan.FromDays(25) } },
            options => options with { Limits = new ClientLimits { MaxWaiting = 0 } },
            options => options with { Limits = new ClientLimits { MaxListingBytes = -1 } },
            options => options with { Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromSeconds(-1) } },
        ];
        foreach (var make in wrong)
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Connect(server, make));
        Assert.Equal(0, server.Accepted);
    }

    [Theory]
    [InlineData("demo\r\nDELE /a")]
    [InlineData("demo\n")]
    [InlineData("de\0mo")]
    public async Task A_name_should_not_hide_another_command(string user)
    {
        await using var ftp = await StartServer();
        await Assert.ThrowsAsync<ArgumentException>(() => Connect(ftp, options => options with { User = user }));
    }

    [Fact]
    public async Task Nobody_there_should_fail_as_not_connected()
    {
        // Bound, so that nobody else comes to listen there meanwhile.
        using var nowhere = new Socket(SocketType.Stream, ProtocolType.Tcp);
        nowhere.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)nowhere.LocalEndPoint!).Port;
        await FailsWith(FtpConnectionFault.NotConnected, () => FtpClient.Connect(Sys, new FtpClientOptions { Host = "127.0.0.1", Port = port }));
    }
}
