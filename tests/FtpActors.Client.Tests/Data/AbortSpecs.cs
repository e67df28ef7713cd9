using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Data;

public class AbortSpecs : ClientSpecBase
{
    public static TheoryData<string, string[]> Answers => new()
    {
        { "426 Aborted.", ["226 Abort done."] },
        { "226 Aborted.", [] },
        { "426 Lost.", ["225 Nothing to abort."] },
        { "226 It was complete.", ["226 Nothing to abort."] },
        { "426 Lost.", ["502 No ABOR here."] },
        { "200 Listing sent.", ["226 Nothing to abort."] },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_cancelled_transfer_should_be_aborted_and_the_connection_used_again(string first, string[] others)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here it comes.");
            using var data = await listener.AcceptSocketAsync();
            await data.SendAsync("abc"u8.ToArray());
            await session.AnswerAbort(first, others);
            await session.Answer("PWD", "257 \"/\"");
            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server);
        await using var read = await client.OpenRead("/a");
        await read.ReadExactlyAsync(new byte[3]);
        using var cancel = new CancellationTokenSource();
        var reading = read.ReadAsync(new byte[1], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal("/", await client.CurrentDirectory());
        await client.Noop();
        await server.Ended();
    }

    [Fact]
    public async Task A_transfer_that_never_begins_should_be_aborted_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Expect("RETR /a");
            await cancel.CancelAsync();
            await session.AnswerAbort("426 Aborted.", "226 Done.");
            await session.Answer("PWD", "257 \"/\"");
        });
        await using var client = await Connect(server);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Download("/a", new MemoryStorage(), FtpPath.Parse("/a"), cancel: cancel.Token));
        Assert.Equal("/", await client.CurrentDirectory());
    }

    public static TheoryData<string> Ends => ["RETR", "STOR", "APPE", "MLSD", "RETR as a stream"];

    /// <summary>All data has moved, and the server still thinks about it.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_transfer_cancelled_before_the_servers_last_word_should_be_aborted(string what)
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211-Features\r\n MLST type*;\r\n211 End");
            using var listener = await session.AnswerBinary();
            Assert.StartsWith(what[..4], await session.ReadLine(), StringComparison.Ordinal);
            await session.Reply("150 Here.");
            using (var data = await listener.AcceptSocketAsync())
            {
                data.Shutdown(SocketShutdown.Send);
                while (await data.ReceiveAsync(new byte[10]) > 0)
                {
                }
            }

            cancel.CancelAfter(Soon / 2);
            await session.AnswerAbort("226 It was complete.", "226 Nothing to abort.");
            await session.Answer("PWD", "257 \"/\"");
        });
        await using var client = await Connect(server);
        await using var ftp = await StartServer();
        await ftp.Put("/a", "abc"u8.ToArray());
        var a = FtpPath.Parse("/a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            switch (what)
            {
                case "RETR":
                    await client.Download("/a", new MemoryStorage(), a, cancel: cancel.Token);
                    break;
                case "STOR":
                    await client.Upload(ftp.Storage, a, "/a", cancel: cancel.Token);
                    break;
                case "MLSD":
                    await client.ListAll("/", cancel: cancel.Token);
                    break;
                case "APPE":
                    await using (var write = await client.OpenAppend("/a"))
                        await write.Complete(cancel.Token);
                    break;
                default:
                    await using (var read = await client.OpenRead("/a"))
                        Assert.Equal(0, await read.ReadAsync(new byte[1], cancel.Token));
                    break;
            }
        });
        Assert.Equal("/", await client.CurrentDirectory());
    }

    [Fact]
    public async Task A_transfer_cancelled_before_its_verb_should_send_none()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Expect("TYPE I");
            await cancel.CancelAsync();
            await session.Reply("200 Binary.");
            var next = await session.ReadLine();
            // Its preparations may be under way when the client hears of it.
            while (next is "EPSV" or "PASV")
            {
                await session.Reply("500 Too late.");
                next = await session.ReadLine();
            }

            Assert.Equal("NOOP", next);
            await session.Reply("200 Yes.");
        });
        await using var client = await Connect(server);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.OpenRead("/a", cancel: cancel.Token));
        await client.Noop();
        await server.Ended();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_ABOR_should_lose_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here it comes.");
            using var data = await listener.AcceptSocketAsync();
            await session.Expect("ABOR");
            Assert.Null(await session.ReadLine());
        });
        await using var client = await Connect(server, options => options with { Timeouts = new ClientTimeouts { Abort = Soon } });
        await (await client.OpenRead("/a")).DisposeAsync();
        await FailsWith(FtpConnectionFault.Idle, () => client.Noop());
        await server.Ended();
    }

    [Fact]
    public async Task An_aborted_upload_should_end_by_a_reset()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using var listener = await session.AnswerBinary();
            await session.Answer("STOR /a", "150 Go on.");
            using var data = await listener.AcceptSocketAsync();
            var failed = await Assert.ThrowsAsync<SocketException>(async () =>
            {
                while (await data.ReceiveAsync(new byte[10]) > 0)
                {
                }
            });
            Assert.Equal(SocketError.ConnectionReset, failed.SocketErrorCode);
            await session.AnswerAbort("426 Aborted.", "226 Done.");
        });
        await using var client = await Connect(server);
        await using (var write = await client.OpenWrite("/a"))
            await write.WriteAsync("half"u8.ToArray());
        await server.Ended();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transfers_cancelled_at_any_moment_should_leave_the_connection_in_step(bool isUpload)
    {
        await using var ftp = await StartServer();
        await ftp.Put("/big", Content(4 * 1024 * 1024));
        await using var client = await Connect(ftp);
        var local = new MemoryStorage();
        await client.Download("/big", local, FtpPath.Parse("/big"));
        for (var round = 0; round < 30; round++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMicroseconds(round * 500));
            try
            {
                if (isUpload)
                    await client.Upload(local, FtpPath.Parse("/big"), $"/up{round}", cancel: cancel.Token);
                else
                    await client.Download("/big", local, FtpPath.Parse($"/down{round}"), cancel: cancel.Token);
            }
            catch (OperationCanceledException)
            {
            }

            Assert.Equal(4 * 1024 * 1024, await client.Size("/big"));
            Assert.Equal("/", await client.CurrentDirectory());
        }
    }
}
