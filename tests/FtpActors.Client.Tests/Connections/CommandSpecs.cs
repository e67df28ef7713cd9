using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Connections;

public class CommandSpecs : ClientSpecBase
{
    [Fact]
    public async Task A_command_should_bring_its_reply()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        Assert.Equal(200, (await client.Command("NOOP")).Code);
        Assert.Equal(215, (await client.Command("SYST", 215)).Code);
    }

    [Fact]
    public async Task A_reply_that_is_not_expected_should_be_an_exception_with_code_text_and_command()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        var refused = await Assert.ThrowsAsync<FtpReplyException>(() => client.Command("DELE /missing"));
        Assert.Equal((550, "DELE /missing"), (refused.Code, refused.Command));
        Assert.NotEmpty(refused.Text);
        await client.Noop();
    }

    [Theory]
    [InlineData("NOOP\r\nDELE a")]
    [InlineData("NOOP\n")]
    [InlineData("NO\0OP")]
    [InlineData("")]
    public async Task A_command_should_be_one_line(string line)
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        await Assert.ThrowsAsync<ArgumentException>(() => client.Command(line));
    }

    [Fact]
    public async Task No_argument_should_hide_another_command()
    {
        const string Evil = "a\r\nDELE /b";
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        Func<Task>[] calls =
        [
            () => client.ChangeDirectory(Evil), () => client.MakeDirectory(Evil), () => client.RemoveDirectory(Evil), () => client.RemoveFile(Evil),
            () => client.Remove(Evil), () => client.Rename(Evil, "b"), () => client.Rename("b", Evil), () => client.Size(Evil), () => client.Modified(Evil),
            () => client.SetModified(Evil, DateTime.UtcNow), () => client.SetMode(Evil, UnixFileMode.UserRead), () => client.Site(Evil),
            () => client.Hash(Evil, FtpActors.Core.Hashing.HashKind.Md5), () => client.Stat(Evil), () => client.Exists(Evil), () => client.IsFile(Evil),
            () => client.ListAll(Evil), () => client.OpenData("RETR " + Evil),
        ];
        foreach (var call in calls)
            await Assert.ThrowsAsync<ArgumentException>(call);
    }

    [Fact]
    public async Task Calls_should_take_turns()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await client.MakeDirectory($"/d{number}", parents: false);
            await client.Rename($"/d{number}", $"/e{number}");
        }));
        Assert.Equal(100, (await client.ListAll("/")).Count(entry => entry.Name.StartsWith('e')));
    }

    [Fact]
    public async Task A_cancelled_command_should_leave_the_connection_usable()
    {
        using var arrived = new SemaphoreSlim(0);
        using var mayAnswer = new SemaphoreSlim(0);
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Expect("SITE SLOW");
            arrived.Release();
            await mayAnswer.WaitAsync();
            await session.Reply("200 Slow.");
            await session.Answer("SITE NEXT", "211 Next.");
        });
        await using var client = await Connect(server);
        using var cancel = new CancellationTokenSource();
        var slow = client.Command("SITE SLOW", cancel: cancel.Token);
        await arrived.WaitAsync();
        var never = client.Command("SITE NEVER", cancel: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
        var next = client.Command("SITE NEXT");
        mayAnswer.Release();
        Assert.Equal("Next.", (await next).Text);
    }

    [Fact]
    public async Task Silence_should_end_the_call_and_the_connection()
    {
        var heard = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Expect("NOOP");
            heard.SetResult();
            await session.ReadLine();
        });
        var time = new ManualTime();
        await using var client = await Connect(server, options => options with { Time = time });
        var noop = client.Noop();
        await heard.Task.WaitAsync(ScriptedSession.Patience);
        while (!noop.IsCompleted)
        {
            time.Advance(new ClientTimeouts().Reply);
            await Task.Yield();
        }

        await FailsWith(FtpConnectionFault.Timeout, () => noop);
        await FailsWith(FtpConnectionFault.Idle, () => client.Noop());
    }

    [Fact]
    public async Task Preliminary_replies_without_end_should_end_the_call_and_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.ReadLine();
            for (var round = 0; round < 5; round++)
                await session.Reply("150 Soon.");
            await session.ReadLine();
        });
        await using var client = await Connect(server, options => options with { Limits = new ClientLimits { MaxPreliminaryReplies = 4 } });
        await FailsWith(FtpConnectionFault.Protocol, () => client.Noop());
    }

    [Theory]
    [InlineData("257 \"/a\rDELE b\"")]
    [InlineData("257 \"\"")]
    public async Task A_directory_that_cannot_be_said_should_not_be_gone_back_to(string reply)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            if (session.Number == 1)
            {
                await session.Answer("CWD a", "250 There.");
                await session.Answer("PWD", reply);
                return;
            }

            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server, options => options with { Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(1) } });
        await Assert.ThrowsAsync<FtpReplyException>(() => client.ChangeDirectory("a"));
        await server.Ended();
        await client.Noop();
    }

    [Fact]
    public async Task A_connection_that_ends_should_fail_those_who_wait()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.ReadLine();
        });
        await using var client = await Connect(server);
        var calls = Enumerable.Range(0, 3).Select(_ => client.Noop()).ToArray();
        await FailsWith(FtpConnectionFault.Lost, () => calls[0]);
        await FailsWith(FtpConnectionFault.Idle, () => calls[1]);
        await FailsWith(FtpConnectionFault.Idle, () => calls[2]);
    }

    [Fact]
    public async Task A_connection_that_ended_between_calls_should_be_replaced_in_its_directory()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            if (session.Number == 1)
            {
                await session.Answer("CWD docs", "250 There.");
                await session.Answer("PWD", "257 \"/docs\"");
                await session.Reply("421 Idle for too long.");
                return;
            }

            await session.Answer("CWD /docs", "250 There.");
            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server, options => options with { Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(1) } });
        await client.ChangeDirectory("docs");
        await server.Ended();
        await client.Noop();
        Assert.Equal(2, server.Accepted);
    }

    [Fact]
    public async Task A_closed_client_should_say_so()
    {
        await using var ftp = await StartServer();
        var client = await Connect(ftp);
        await client.Quit();
        await FailsWith(FtpConnectionFault.Closed, () => client.Noop());
        await client.DisposeAsync();
    }
}
