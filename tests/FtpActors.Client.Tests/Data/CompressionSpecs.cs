using System.IO.Compression;
using System.Net.Sockets;
using FtpActors.Client.Tls;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Data;

/// <summary>MODE Z.</summary>
public class CompressionSpecs : ClientSpecBase
{
    private const string OffersDeflate = "211-Features\r\n MODE Z\r\n SIZE\r\n REST STREAM\r\n211 End";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_and_listings_should_go_deflated_both_ways(bool isEncrypted)
    {
        await using var ftp = await Start(isEncrypted);
        await using var client = await ConnectDeflating(ftp, isEncrypted);
        var local = new MemoryStorage();
        foreach (var content in new[] { [], Content(500_000), [.. Content(1_000_000), .. new byte[4_000_000]] })
        {
            await ftp.Put("/a", content);
            var down = await client.Download("/a", local, FtpPath.Parse("/a"));
            Assert.Equal(content.Length, down.Bytes);
            var up = await client.Upload(local, FtpPath.Parse("/a"), "/b");
            Assert.Equal(content.Length, up.Bytes);
            Assert.Equal(content, await ftp.Get("/b"));
        }

        Assert.Equal(2, (await client.ListAll("/")).Count);
        await using var part = await client.OpenRead("/a", 4_999_990);
        Assert.Equal(10, await part.ReadAtLeastAsync(new byte[100], 10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_on_a_disk_should_go_deflated_both_ways(bool isEncrypted)
    {
        using var files = new TemporaryDirectory();
        await using var ftp = await Start(isEncrypted);
        await using var client = await ConnectDeflating(ftp, isEncrypted);
        await ftp.Put("/a", Content(3_000_000));
        await client.Download("/a", files.At("a"));
        Assert.Equal(Content(3_000_000), await File.ReadAllBytesAsync(files.At("a")));
        await client.Upload(files.At("a"), "/b");
        Assert.Equal(Content(3_000_000), await ftp.Get("/b"));
    }

    [Fact]
    public async Task What_moves_should_be_small()
    {
        var moved = 0;
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(OffersDeflate);
            using var listener = await Begin(session);
            await session.Answer("STOR /a", "150 Go on.");
            using (var data = await listener.AcceptSocketAsync())
            {
                await using var stream = new NetworkStream(data);
                using var all = new MemoryStream();
                await stream.CopyToAsync(all);
                moved = (int)all.Length;
                all.Position = 0;
                await using var inflating = new ZLibStream(all, CompressionMode.Decompress);
                using var content = new MemoryStream();
                await inflating.CopyToAsync(content);
                Assert.Equal(new byte[1_000_000], content.ToArray());
            }

            await session.Reply("226 Done.");
        });
        await using var client = await Connect(server, options => options with { Data = new() { Compresses = true } });
        await using (var write = await client.OpenWrite("/a"))
        {
            await write.WriteAsync(new byte[1_000_000]);
            await write.Complete();
        }

        Assert.InRange(moved, 1, 10_000);
        await server.Ended();
    }

    [Theory]
    [InlineData("211-Features\r\n SIZE\r\n211 End", false)]
    [InlineData(OffersDeflate, true)]
    public async Task A_server_that_does_not_want_to_should_get_and_send_it_as_it_is(string features, bool isAsked)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(features);
            await session.Answer("TYPE I", "200 Binary.");
            if (isAsked)
            {
                await session.Answer("MODE Z", "504 Not now.");
                await session.Answer("MODE S", "200 Stream.");
            }

            await Serve(session, "abc"u8.ToArray());
        });
        await using var client = await Connect(server, options => options with { Data = new() { Compresses = true } });
        Assert.Equal("abc", await Read(client));
        await server.Ended();
    }

    [Fact]
    public async Task A_mode_that_somebody_says_should_not_confuse_the_next_transfer()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(OffersDeflate);
            await session.Answer("MODE Z", "200 Yes.");
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("MODE S", "200 Stream.");
            await Serve(session, "abc"u8.ToArray());
        });
        await using var client = await Connect(server);
        await client.Command("MODE Z");
        Assert.Equal("abc", await Read(client));
    }

    public static TheoryData<byte[]> Broken { get; } =
    [
        "no zlib at all"u8.ToArray(),
        Deflate(Content(10_000))[..5_000],
        Deflate(Content(10_000))[..2],
        [.. Deflate(Content(100)), .. new byte[1_000_000]],
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_no_whole_zlib_stream_should_fail(byte[] wire)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(OffersDeflate);
            using var listener = await Begin(session);
            await session.Answer("RETR /a", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
                await Record.ExceptionAsync(() => data.SendAsync(wire));
            await session.Reply("226 Done.");
            while (await session.ReadLine() is not null)
                await session.Reply("200 Yes.");
        });
        await using var client = await Connect(server, options => options with { Data = new() { Compresses = true } });
        await FailsWith(FtpConnectionFault.Data, () => Read(client));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01, 1, 2, 3 })]
    public async Task An_empty_file_may_come_in_two_ways_with_something_behind_it(byte[] wire)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(OffersDeflate);
            using var listener = await Begin(session);
            await Serve(session, wire, listener);
        });
        await using var client = await Connect(server, options => options with { Data = new() { Compresses = true } });
        Assert.Equal("", await Read(client));
    }

    private static async Task<TcpListener> Begin(ScriptedSession session)
    {
        await session.Answer("TYPE I", "200 Binary.");
        await session.Answer("MODE Z", "200 Deflated.");
        return await session.AnswerExtendedPassive();
    }

    private static async Task Serve(ScriptedSession session, byte[] wire, TcpListener? begun = null)
    {
        using var listener = begun ?? await session.AnswerExtendedPassive();
        await session.Answer("RETR /a", "150 Here.");
        using (var data = await listener.AcceptSocketAsync())
            await data.SendAsync(wire);
        await session.Reply("226 Done.");
    }

    private static byte[] Deflate(byte[] content)
    {
        using var all = new MemoryStream();
        using (var deflating = new ZLibStream(all, CompressionLevel.Optimal))
            deflating.Write(content);
        return all.ToArray();
    }

    private static async Task<string> Read(FtpClient client)
    {
        await using var read = await client.OpenRead("/a");
        using var reader = new StreamReader(read);
        return await reader.ReadToEndAsync();
    }

    private Task<FtpPair> Start(bool isEncrypted) => StartServer(options => options with
    {
        Tls = isEncrypted ? new() { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost"), SessionReuse = SessionReuse.Require } } : null,
    });

    private Task<FtpClient> ConnectDeflating(FtpPair ftp, bool isEncrypted) => Connect(ftp, options => options with
    {
        Data = new() { Compresses = true },
        Tls = isEncrypted ? new ClientTlsOptions { Mode = FtpTlsMode.Require, ServerName = "localhost", Validation = (_, _, _, _) => true } : new(),
    });
}
