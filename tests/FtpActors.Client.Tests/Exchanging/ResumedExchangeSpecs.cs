using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Wire;
using static FtpActors.Client.Tests.Exchanging.ExchangeScript;

namespace FtpActors.Client.Tests.Exchanging;

public sealed class ResumedExchangeSpecs : ClientSpecBase
{
    [Fact]
    public async Task A_direct_copy_should_go_on_with_what_is_there()
    {
        var received = new TaskCompletionSource<string>();
        await using var target = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("SIZE /b", "213 2");
            using var listener = ScriptedSession.Listen();
            await session.Answer("PASV", $"227 Here ({HostPort.FormatPasv((IPEndPoint)listener.LocalEndpoint)}).");
            await session.Answer("REST 2", "350 From there.");
            await session.Expect("STOR /b");
            using var data = await listener.AcceptSocketAsync();
            received.SetResult(await Move(session, data, null));
            await session.ReadLine();
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("MLST /a", There);
            await session.Answer("TYPE I", "200 Binary.");
            Assert.True(HostPort.TryParsePort((await session.ReadLine())![5..], out var to));
            await session.Reply("200 I will.");
            await session.Answer("REST 2", "350 From there.");
            await session.Expect("RETR /a");
            using var data = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await data.ConnectAsync(to!);
            await Move(session, data, "c");
            await session.ReadLine();
        });
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        var result = await from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false, Resumes = true });
        Assert.Equal((1, 2, true), (result.Bytes, result.ResumedFrom, result.IsDirect));
        Assert.Equal("c", await received.Task);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.3")]
    public async Task A_copy_should_go_on_with_what_is_there_tell_how_far_it_is_and_be_compared(string sourceAddress, string targetAddress)
    {
        await using var source = await StartServer(address: IPAddress.Parse(sourceAddress));
        await using var target = await StartServer(options => options with { Name = "target" }, IPAddress.Parse(targetAddress));
        var content = Content(3_000_000);
        await source.Put("/a", content);
        await target.Put("/b", content[..1_000_000]);
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        var progress = new Reports();
        var options = new ExchangeOptions
        {
            Resumes = true,
            Verify = VerifyTransfer.Always,
            KeepsTime = true,
            Progress = progress,
            ProgressInterval = TimeSpan.FromMilliseconds(1),
        };
        var result = await from.CopyTo("/a", to, "/b", options);
        Assert.Equal((2_000_000, 1_000_000), (result.Bytes, result.ResumedFrom));
        Assert.Equal(content, await target.Get("/b"));
        Assert.Equal(await from.Modified("/a"), await to.Modified("/b"));
        Assert.Equal((3_000_000, 3_000_000L), (progress.Last!.Bytes, progress.Last.Total));
        Assert.Equal(0, (await from.CopyTo("/a", to, "/b", options)).Bytes);
        await target.Put("/b", new byte[3_000_000]);
        await Assert.ThrowsAsync<FtpVerificationException>(() => from.CopyTo("/a", to, "/b", options));
        Assert.Equal(3_000_000, (await from.CopyTo("/a", to, "/b", options with { Resumes = false })).Bytes);
    }

    [Fact]
    public async Task A_long_direct_copy_should_keep_both_control_connections_alive()
    {
        await using var target = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            using var listener = ScriptedSession.Listen();
            await session.Answer("PASV", $"227 Here ({HostPort.FormatPasv((IPEndPoint)listener.LocalEndpoint)}).");
            await session.Answer("STOR /b", "150 Going.");
            using var data = await listener.AcceptSocketAsync();
            await EndAfterNoop(session);
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("MLST /a", There);
            await session.Answer("TYPE I", "200 Binary.");
            Assert.True(HostPort.TryParsePort((await session.ReadLine())![5..], out var to));
            await session.Reply("200 I will.");
            await session.Answer("RETR /a", "150 Going.");
            using var data = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await data.ConnectAsync(to!);
            await EndAfterNoop(session);
        });
        var timeouts = new ClientTimeouts { KeepAlive = Soon };
        await using var from = await Connect(source, options => options with { Timeouts = timeouts });
        await using var to = await Connect(target, options => options with { Timeouts = timeouts });
        Assert.True((await from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false })).IsDirect);

        static async Task EndAfterNoop(ScriptedSession session)
        {
            await session.Answer("NOOP", "200 Yes.");
            await session.Reply("226 Done.");
            while (await session.ReadLine() is not null)
                await session.Reply("200 Yes.");
        }
    }

    private sealed class Reports : IProgress<TransferProgress>
    {
        public TransferProgress? Last { get; private set; }

        public void Report(TransferProgress value) => Last = value;
    }
}
