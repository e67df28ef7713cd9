using System.Net;
using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Client.Listings;
using FtpActors.Client.Pooling;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Listings;

public class ListingSpecs : ClientSpecBase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_directory_should_be_listed_lazily_eagerly_and_with_all_below(bool prefersFacts)
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp, options => options with { Listing = new() { PrefersMachineListings = prefersFacts } });
        await client.MakeDirectory("/d/e/f");
        await ftp.Put("/d/a", "12345"u8.ToArray());
        await ftp.Put("/d/e/b c", "1"u8.ToArray());
        Assert.Equal(["/d/a", "/d/e"], (await client.ListAll("/d")).Select(entry => entry.Path).Order());
        Assert.Equal(["/d/a", "/d/e", "/d/e/b c", "/d/e/f"], (await client.ListAll("/d/", recursive: true)).Select(entry => entry.Path).Order());
        await client.ChangeDirectory("/d");
        Assert.Equal(["a", "e", "e/b c", "e/f"], (await client.ListAll(recursive: true)).Select(entry => entry.Path).Order());
        await foreach (var entry in client.List("/d"))
            Assert.Equal(entry.IsFile ? 5 : null, entry.IsFile ? entry.Size : null);
    }

    [Fact]
    public async Task Other_calls_should_be_possible_between_the_entries_of_a_listing()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        for (var number = 0; number < 20; number++)
            await ftp.Put($"/f{number}", "x"u8.ToArray());
        await foreach (var entry in client.List("/"))
            await client.RemoveFile(entry.Path);
        Assert.Empty(await client.ListAll("/"));
    }

    [Fact]
    public async Task A_listing_that_is_left_should_be_aborted_and_the_connection_used_again()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211-Features\r\n MLST type*;\r\n211 End");
            using var listener = await session.AnswerBinary();
            await session.Answer("MLSD /", "150 Here.");
            using var data = await listener.AcceptSocketAsync();
            for (var number = 0; number < 10; number++)
                await data.SendAsync(System.Text.Encoding.ASCII.GetBytes($"type=file; f{number}\r\n"));
            await session.AnswerAbort("426 Aborted.", "226 Done.");
            await session.Answer("NOOP", "200 Yes.");
        });
        await using var client = await Connect(server);
        await foreach (var entry in client.List("/"))
        {
            Assert.Equal("f0", entry.Name);
            break;
        }

        await client.Noop();
        await server.Ended();
    }

    [Fact]
    public async Task LIST_should_take_the_place_of_MLSD_once_and_for_all()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            using (await session.AnswerBinary())
                await session.Answer("MLSD", "500 What?");
            await session.Answer("TYPE A", "200 ASCII.");
            await SendListing(session, "LIST", "-rw-r--r-- 1 u g 1 Jan 02 2020 a\r\n");
            await SendListing(session, "LIST ./-a", "total 0\r\n");
        });
        await using var client = await Connect(server);
        Assert.Equal("a", (await client.ListAll()).Single().Name);
        Assert.Empty(await client.ListAll("-a"));
        await server.Ended();
    }

    [Fact]
    public async Task Hostile_names_should_not_be_listed()
    {
        await using var server = Machine(
            "type=file; ../../evil\r\ntype=file; /etc/passwd\r\ntype=dir; ..\r\ntype=dir; .\r\ntype=file; \r\ntype=file; a\0b\r\ntype=file; good\r\n");
        await using var client = await Connect(server);
        Assert.Equal(["good"], (await client.ListAll("/")).Select(entry => entry.Name));
    }

    [Fact]
    public async Task What_is_refused_before_MLSD_should_say_nothing_about_it()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211-Features\r\n MLST type*;\r\n211 End");
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("EPSV", "500 Not now.");
            await session.Answer("PASV", "502 Nor so.");
            await session.Answer("TYPE I", "200 Binary.");
            await SendListing(session, "MLSD /", "type=file; a\r\n");
        });
        await using var client = await Connect(server);
        Assert.Equal("PASV", (await Assert.ThrowsAsync<FtpReplyException>(() => client.ListAll("/"))).Command);
        Assert.Equal("a", Assert.Single(await client.ListAll("/")).Name);
    }

    [Fact]
    public async Task Endless_lines_should_fail()
    {
        await using var server = Machine("type=file; " + new string('x', 20_000));
        await using var client = await Connect(server);
        await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll("/"));
    }

    [Fact]
    public async Task Endless_listings_should_fail()
    {
        await using var server = Machine(string.Concat(Enumerable.Repeat("type=file; a\r\n", 20)));
        await using var client = await Connect(server, options => options with { Limits = new ClientLimits { MaxListingEntries = 10 } });
        await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll("/"));
    }

    [Fact]
    public async Task Endless_lines_that_are_no_entries_should_fail()
    {
        await using var server = Machine(string.Concat(Enumerable.Repeat("type=cdir; .\r\n", 20)));
        await using var client = await Connect(server, options => options with { Limits = new ClientLimits { MaxListingBytes = 200 } });
        await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll("/"));
    }

    [Fact]
    public async Task Endless_depths_should_fail()
    {
        await using var server = Endless("type=dir; d\r\n");
        await using var client = await Connect(server, options => options with { Limits = new ClientLimits { MaxDepth = 5 } });
        await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll("/", recursive: true));
    }

    /// <summary>Within the depth that is allowed there are more directories than anybody could visit.</summary>
    [Fact]
    public async Task Endless_trees_should_fail()
    {
        await using var server = Endless("type=dir; d\r\ntype=dir; e\r\n");
        var limits = new ClientLimits { MaxListingEntries = 20, MaxDepth = 5 };
        await using var client = await Connect(server, options => options with { Limits = limits });
        await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll("/", recursive: true));
        await Assert.ThrowsAsync<FtpListingException>(() => client.Remove("/d"));
        var options = new FtpClientOptions { Host = server.EndPoint.Address.ToString(), Port = server.EndPoint.Port, ClientName = null, Limits = limits };
        await using var pool = new FtpClientPool(Sys, options, new PoolOptions { MaxConnections = 1 });
        await Assert.ThrowsAsync<FtpListingException>(() => new FtpStreams(pool).Traverse("/").RunWith(Sink.Ignore<FtpListEntry>(), Sys.Materializer()));
    }

    [Fact]
    public async Task An_unknown_dialect_should_be_told_unless_somebody_reads_it()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211 Nothing.");
            await session.Answer("TYPE A", "200 ASCII.");
            await SendListing(session, "LIST", "file!a\r\nfile!b\r\n");
        });
        await using var client = await Connect(server);
        Assert.Equal("file!a", (await Assert.ThrowsAsync<FtpListingException>(() => client.ListAll())).Line);

        await using var other = ScriptedServer.Start(async session =>
        {
            await session.Login("211 Nothing.");
            await session.Answer("TYPE A", "200 ASCII.");
            await SendListing(session, "LIST", "file!a\r\nnoise\r\nfile!b\r\n");
        });
        await using var reader = await Connect(other, options => options with { Listing = new() { Parsers = [new ExclamationParser(), .. ListingOptions.DefaultParsers] } });
        Assert.Equal(["a", "b"], (await reader.ListAll()).Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_tree_should_not_leave_its_local_directory()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "new"u8.ToArray());
        await using var client = await Connect(ftp);
        using var files = new TemporaryDirectory();
        Directory.CreateDirectory(files.At("in"));
        await File.WriteAllTextAsync(files.At("outside"), "old");
        File.CreateSymbolicLink(files.At("in/a"), files.At("outside"));
        await Assert.ThrowsAsync<StorageException>(() => client.DownloadTree("/", files.At("in")));
        Assert.Equal("old", await File.ReadAllTextAsync(files.At("outside")));
    }

    private static ScriptedServer Machine(string listing) => ScriptedServer.Start(async session =>
    {
        await session.Login("211-Features\r\n MLST type*;\r\n211 End");
        await session.Answer("TYPE I", "200 Binary.");
        await SendListing(session, "MLSD /", listing);
        if (await session.ReadLine() == "ABOR")
            await session.Reply("226 Done.");
        while (await session.ReadLine() is not null)
            await session.Reply("200 Yes.");
    });

    /// <summary>The same in every directory.</summary>
    private static ScriptedServer Endless(string listing) => ScriptedServer.Start(async session =>
    {
        await session.Login("211-Features\r\n MLST type*;\r\n211 End");
        TcpListener? listener = null;
        while (await session.ReadLine() is { } line)
        {
            switch (line.Split(' ')[0])
            {
                case "EPSV":
                    listener = ScriptedSession.Listen();
                    await session.Reply($"229 Here (|||{((IPEndPoint)listener.LocalEndpoint).Port}|)");
                    break;
                case "MLST":
                    await session.Reply("250-Here:\r\n type=dir; /d\r\n250 End.");
                    break;
                case "MLSD":
                    await session.Reply("150 Here.");
                    using (var data = await listener!.AcceptSocketAsync())
                        await data.SendAsync(System.Text.Encoding.ASCII.GetBytes(listing));
                    listener.Stop();
                    await session.Reply("226 Done.");
                    break;
                default:
                    await session.Reply("200 Yes.");
                    break;
            }
        }
    });

    private static async Task SendListing(ScriptedSession session, string line, string listing)
    {
        using var listener = await session.AnswerExtendedPassive();
        await session.Answer(line, "150 Here.");
        using (var data = await listener.AcceptSocketAsync())
            await data.SendAsync(System.Text.Encoding.ASCII.GetBytes(listing));
        await session.Reply("226 Done.");
    }

    private sealed class ExclamationParser : IListingParser, IListingReading
    {
        public IListingReading Begin(ListingContext context) => this;

        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = line.StartsWith("file!", StringComparison.Ordinal) ? new FtpListEntry { Name = line[5..], Kind = FtpListEntryKind.File } : null;
            return entry is null ? ListingLine.Unknown : ListingLine.Entry;
        }
    }
}
