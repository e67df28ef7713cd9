using System.Security.Authentication;
using FtpActors.Client.Data;
using FtpActors.Client.Pooling;
using FtpActors.Client.Tls;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Tls;

/// <summary>Our own server, which takes no data connection that does not resume the session of its control connection.</summary>
public class OwnServerSpecs : ClientSpecBase
{
    private const int Size = 1_000_000;

    [Theory]
    [InlineData(SslProtocols.Tls12, DataConnectionMode.Passive)]
    [InlineData(SslProtocols.Tls13, DataConnectionMode.Passive)]
    [InlineData(SslProtocols.Tls12, DataConnectionMode.Active)]
    [InlineData(SslProtocols.Tls13, DataConnectionMode.Active)]
    public async Task Files_and_listings_should_go_over_resumed_sessions_only(SslProtocols protocol, DataConnectionMode mode)
    {
        await using var ftp = await Start();
        await using var client = await FtpClient.Connect(Sys, Options(ftp, protocol) with { Data = new() { Mode = mode }, Reconnect = ReconnectOptions.Never });
        var local = new MemoryStorage();
        await ftp.Put("/a", Content(Size));
        for (var round = 0; round < 5; round++)
        {
            await client.Download("/a", local, FtpPath.Parse("/a"), new TransferOptions { Verify = VerifyTransfer.Always });
            await client.Upload(local, FtpPath.Parse("/a"), $"/b{round}", new TransferOptions { Verify = VerifyTransfer.Always });
            Assert.Equal(round + 2, (await client.ListAll("/")).Count);
        }

        Assert.Equal(Content(Size), await ftp.Get("/b4"));
    }

    /// <summary>Little in one piece, more by regions of the file.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Files_on_a_disk_should_go_both_ways_whole(SslProtocols protocol)
    {
        using var files = new TemporaryDirectory();
        await using var ftp = await Start();
        await using var client = await FtpClient.Connect(Sys, Options(ftp, protocol) with { Reconnect = ReconnectOptions.Never });
        foreach (var size in new[] { 0, 1, 20_000, 131_072, 5_000_001 })
        {
            await ftp.Put("/a", Content(size));
            var down = await client.Download("/a", files.At("a"));
            Assert.Equal(Content(size), await File.ReadAllBytesAsync(files.At("a")));
            var up = await client.Upload(files.At("a"), "/b");
            Assert.Equal(Content(size), await ftp.Get("/b"));
            Assert.Equal((size, size), (down.Bytes, up.Bytes));
        }
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_while_it_is_sent_should_fail_the_upload()
    {
        using var files = new TemporaryDirectory();
        await File.WriteAllBytesAsync(files.At("a"), Content(5 * Size));
        await using var ftp = await Start();
        await using var client = await FtpClient.Connect(Sys, Options(ftp, SslProtocols.Tls13) with { Throttle = new() { Upload = Size } });
        var options = new TransferOptions { Progress = new Shortening(files.At("a")), ProgressInterval = TimeSpan.FromMilliseconds(1) };
        var failed = await Assert.ThrowsAsync<StorageException>(() => client.Upload(files.At("a"), "/b", options));
        Assert.Equal(StorageFault.InputOutput, failed.Fault);
        Assert.Empty(await client.ListAll("/"));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Connections_at_once_should_not_take_each_others_sessions(SslProtocols protocol)
    {
        await using var ftp = await Start();
        await using var pool = new FtpClientPool(Sys, Options(ftp, protocol) with { Reconnect = ReconnectOptions.Never }, new PoolOptions { MaxConnections = 4 });
        var local = (MemoryStorage)ftp.Storage;
        await ftp.Put("/a", Content(Size));
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => pool.Use(async client =>
        {
            await client.Upload(local, FtpPath.Parse("/a"), $"/up{number}");
            await using var read = await client.OpenRead($"/up{number}");
            using var copy = new MemoryStream();
            await read.CopyToAsync(copy);
            Assert.Equal(Content(Size), copy.ToArray());
        })));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Aborted_transfers_should_cost_no_later_one_its_session(SslProtocols protocol)
    {
        await using var ftp = await Start();
        await ftp.Put("/a", Content(10 * Size));
        await using var client = await FtpClient.Connect(Sys, Options(ftp, protocol));
        for (var round = 0; round < 5; round++)
        {
            await using (await client.OpenRead("/a"))
            {
            }

            await using (var write = await client.OpenWrite("/b"))
                await write.WriteAsync(new byte[1]);
            await using var read = await client.OpenRead("/a", (10 * Size) - 1);
            Assert.Equal(1, await read.ReadAsync(new byte[10]));
        }
    }

    /// <summary>CCC.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls13, false)]
    public async Task Commands_may_go_in_clear_after_the_login_and_data_stay_encrypted(SslProtocols protocol, bool isAllowed)
    {
        await using var ftp = await StartServer(options => options with
        {
            Tls = new FtpActors.Server.FtpTlsOptions
            {
                Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost"), SessionReuse = SessionReuse.Require },
                AllowsClearCommands = isAllowed,
            },
        });
        var connection = Options(ftp, protocol);
        await using var client = await FtpClient.Connect(Sys, connection with { Tls = connection.Tls with { ClearsControl = true }, Reconnect = ReconnectOptions.Never });
        var local = new MemoryStorage();
        await ftp.Put("/a", Content(Size));
        for (var round = 0; round < 3; round++)
        {
            await client.Download("/a", local, FtpPath.Parse("/a"));
            await client.Upload(local, FtpPath.Parse("/a"), $"/b{round}");
        }

        Assert.Equal(Content(Size), await ftp.Get("/b2"));
        var status = string.Join('\n', (await client.Command("STAT", "211")).Lines);
        Assert.Contains("data connections: TLS", status, StringComparison.Ordinal);
        Assert.Equal(isAllowed, status.Contains("Control connection: clear text", StringComparison.Ordinal));
    }

    /// <summary>Empties the file when the first bytes of it have gone.</summary>
    private sealed class Shortening(string path) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Bytes == 0)
                return;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.SetLength(file, 0);
        }
    }

    private async Task<FtpPair> Start() => await StartServer(options => options with
    {
        Tls = new FtpActors.Server.FtpTlsOptions
        {
            Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost"), SessionReuse = SessionReuse.Require },
            Policy = TlsPolicy.Required,
        },
    });

    private static FtpClientOptions Options(FtpPair ftp, SslProtocols protocol) => OptionsOf(ftp) with
    {
        Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require, ServerName = "localhost", Protocols = protocol, Validation = (_, _, _, _) => true },
    };
}
