using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Client.Listings;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>What the client does with every server, as a guest who may write in <c>/pub</c>.</summary>
public abstract class ForeignServerSpecBase : ClientSpecBase
{
    private const int Size = 2_000_000;

    /// <summary>Versions that the server's idea of resumed sessions allows.</summary>
    protected virtual SslProtocols Protocols => SslProtocols.None;

    /// <summary>The user and password that may write in <c>/pub</c>.</summary>
    protected virtual (string User, string Password) Login => ("anonymous", "anonymous@");

    /// <summary>It knows SIZE.</summary>
    protected virtual bool TellsSizes => true;

    /// <summary>It keeps the control connection when a data connection is reset.</summary>
    protected virtual bool StaysAfterAborts => true;

    private protected ClientTlsOptions Tls(FtpTlsMode mode) => new() { Mode = mode, Protocols = Protocols, ServerName = "localhost", Validation = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" };

    private protected Task<FtpClient> Connect(ForeignServer server, FtpTlsMode mode, Func<FtpClientOptions, FtpClientOptions>? configure = null)
    {
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = server.Port, User = Login.User, Password = new Password(Login.Password), Tls = Tls(mode) };
        return FtpClient.Connect(Sys, configure?.Invoke(options) ?? options);
    }

    /// <summary>Paths, listings, files and trees.</summary>
    private protected async Task Everything(ForeignServer server, FtpTlsMode mode)
    {
        await using var client = await Connect(server, mode);
        var local = new MemoryStorage();
        await using var ftp = await StartServer(options => options with { Storage = local });
        await local.MakeDirectory(FtpPath.Parse("/tree"), default);
        await ftp.Put("/tree/a b", Content(Size));
        await client.MakeDirectory("/pub/x/y");
        var sent = await client.UploadTree(local, FtpPath.Root, "/pub/x/y", new TransferOptions { Verify = VerifyTransfer.WhenOffered });
        Assert.Equal(Size, Assert.Single(sent).Bytes);
        if (TellsSizes)
            Assert.Equal(Size, await client.Size("/pub/x/y/tree/a b"));
        Assert.Equal(["/pub/x", "/pub/x/y", "/pub/x/y/tree", "/pub/x/y/tree/a b"], (await client.ListAll("/pub", recursive: true)).Select(entry => entry.Path));
        var found = await client.Stat("/pub/x/y/tree/a b");
        Assert.Equal((FtpListEntryKind.File, Size), (found.Kind, found.Size));
        Assert.InRange(found.Modified!.Value, DateTime.UtcNow.AddDays(-1), DateTime.UtcNow.AddDays(1));
        Assert.False(await client.Exists("/pub/nothing"));
        await client.ChangeDirectory("/pub/x");
        Assert.Equal("/pub/x", await client.CurrentDirectory());
        await client.Rename("y/tree/a b", "y/tree/ü");
        Assert.Equal("ü", Assert.Single(await client.ListAll("y/tree")).Name);
        await client.DownloadTree("/pub/x/y/tree", local, FtpPath.Parse("/back"));
        Assert.Equal(Content(Size), await ftp.Get("/back/tree/ü"));
        // pure-ftpd can list nothing once the directory that somebody is in is gone.
        await client.ChangeDirectory("/");
        await client.Remove("/pub/x");
        Assert.Empty(await client.ListAll("/pub"));
    }

    /// <summary>Offsets, resuming and appending.</summary>
    private protected async Task Offsets(ForeignServer server, FtpTlsMode mode)
    {
        await using var client = await Connect(server, mode);
        var local = new MemoryStorage();
        await using var ftp = await StartServer(options => options with { Storage = local });
        await ftp.Put("/a", Content(Size));
        await using (var write = await client.OpenWrite("/pub/a"))
        {
            await write.WriteAsync(Content(Size).AsMemory(0, 1000));
            await write.Complete();
        }

        Assert.Equal(Size - 1000, (await client.Upload(local, FtpPath.Parse("/a"), "/pub/a", new TransferOptions { Existing = ExistingFile.Resume })).Bytes);
        await ftp.Put("/b", Content(Size).AsMemory(0, 1_000_000));
        Assert.Equal(Size - 1_000_000, (await client.Download("/pub/a", local, FtpPath.Parse("/b"), new TransferOptions { Existing = ExistingFile.Resume })).Bytes);
        Assert.Equal(Content(Size), await ftp.Get("/b"));
        await using (var append = await client.OpenAppend("/pub/a"))
        {
            await append.WriteAsync("abc"u8.ToArray());
            await append.Complete();
        }

        await using var read = await client.OpenRead("/pub/a", Size - 1);
        using var rest = new MemoryStream();
        await read.CopyToAsync(rest);
        Assert.Equal([Content(Size)[^1], .. "abc"u8], rest.ToArray());
    }

    /// <summary>Cancelled transfers leave the connection in step.</summary>
    private protected async Task Aborts(ForeignServer server, FtpTlsMode mode)
    {
        await using var client = await Connect(server, mode, options => mode == FtpTlsMode.Never && StaysAfterAborts ? options with { Reconnect = ReconnectOptions.Never } : options);
        var local = new MemoryStorage();
        await using var ftp = await StartServer(options => options with { Storage = local });
        await ftp.Put("/a", Content(20_000_000));
        await client.Upload(local, FtpPath.Parse("/a"), "/pub/a");
        for (var round = 0; round < 5; round++)
        {
            await using (var read = await client.OpenRead("/pub/a"))
                await read.ReadExactlyAsync(new byte[1 + (round * 100_000)]);
            Assert.Equal("/", await client.CurrentDirectory());
            await using (var write = await client.OpenWrite("/pub/b"))
                await write.WriteAsync(new byte[1 + (round * 100_000)]);
            Assert.Equal(20_000_000, TellsSizes ? await client.Size("/pub/a") : (await client.Stat("/pub/a")).Size);
        }
    }

    /// <summary>The server calls, and lists by LIST.</summary>
    private protected async Task ActiveAndTextual(ForeignServer server, FtpTlsMode mode)
    {
        await using var client = await Connect(server, mode, options => options with
        {
            Data = new DataConnectionOptions { Mode = DataConnectionMode.Active },
            Listing = new ListingOptions { PrefersMachineListings = false },
        });
        await using (var write = await client.OpenWrite("/pub/a"))
        {
            await write.WriteAsync("abc"u8.ToArray());
            await write.Complete();
        }

        var entry = Assert.Single(await client.ListAll("/pub"));
        Assert.Equal(("a", FtpListEntryKind.File, 3L), (entry.Name, entry.Kind, entry.Size));
    }

    /// <summary>After CCC commands go in clear, and data stay encrypted.</summary>
    private protected async Task ClearedCommands(ForeignServer server)
    {
        FtpClientOptions Clearing(FtpClientOptions options) => options with { Tls = options.Tls with { ClearsControl = true }, Reconnect = ReconnectOptions.Never };
        await using var client = await Connect(server, FtpTlsMode.Require, Clearing);
        using (var link = await ControlDialer.Dial(client.Options, default))
        {
            await ClientLogin.Perform(link, client.Options, new ServerMemory(), default);
            Assert.IsType<NetworkStream>(link.Stream);
            Assert.True(link.ProtectsData);
            await link.Ask(new CommandStep("NOOP", "2xx"));
        }

        var local = new MemoryStorage();
        await using var ftp = await StartServer(options => options with { Storage = local });
        await ftp.Put("/a", Content(Size));
        for (var round = 0; round < 2; round++)
        {
            await client.Upload(local, FtpPath.Parse("/a"), "/pub/a");
            await client.Download("/pub/a", local, FtpPath.Parse("/b"));
            Assert.Equal(Content(Size), await ftp.Get("/b"));
        }
    }

    /// <summary>One server sends to the other, both ways.</summary>
    private protected async Task Exchanges(ForeignServer one, ForeignServer two, FtpTlsMode mode)
    {
        await using var first = await Connect(one, mode);
        await using var second = await Connect(two, mode);
        var local = new MemoryStorage();
        await using var ftp = await StartServer(options => options with { Storage = local });
        await ftp.Put("/a", Content(Size));
        await first.Upload(local, FtpPath.Parse("/a"), "/pub/a");
        var direct = new ExchangeOptions { AllowsFallback = false };
        Assert.True((await first.CopyTo("/pub/a", second, "/pub/b", direct)).IsDirect);
        Assert.True((await second.CopyTo("/pub/b", first, "/pub/c", direct)).IsDirect);
        await first.Download("/pub/c", local, FtpPath.Parse("/c"));
        Assert.Equal(Content(Size), await ftp.Get("/c"));
    }
}
