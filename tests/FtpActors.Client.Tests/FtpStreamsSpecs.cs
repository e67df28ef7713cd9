using Akka;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.IO;
using FtpActors.Client.Pooling;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests;

public class FtpStreamsSpecs : ClientSpecBase
{
    private IMaterializer Materializer => Sys.Materializer();

    [Fact]
    public async Task A_file_should_be_written_appended_to_and_read_as_a_stream()
    {
        await using var ftp = await StartServer();
        await using var pool = Pool(ftp);
        var streams = new FtpStreams(pool);
        var pieces = Source.From([ByteString.FromString("01234"), ByteString.Empty, ByteString.FromString("56789")]);
        Assert.Equal(10, (await pieces.RunWith(streams.Write("/a"), Materializer)).Count);
        Assert.Equal(3, (await Source.Single(ByteString.FromString("abc")).RunWith(streams.Append("/a"), Materializer)).Count);
        var (result, read) = streams.Read("/a", offset: 8).ToMaterialized(Sink.Aggregate<ByteString, ByteString>(ByteString.Empty, (sum, one) => sum + one), Keep.Both).Run(Materializer);
        Assert.Equal("89abc", (await read).ToString());
        Assert.Equal(5, (await result).Count);
        Assert.True((await result).WasSuccessful);
        Assert.Equal(0, (await Source.Empty<ByteString>().RunWith(streams.Write("/empty"), Materializer)).Count);
        Assert.Empty(await ftp.Get("/empty"));
    }

    [Fact]
    public async Task A_thousand_files_should_go_through_a_handful_of_connections()
    {
        const int Files = 1000;
        await using var ftp = await StartServer(options => options with { Limits = options.Limits with { MaxSessions = 4 } });
        await using var pool = Pool(ftp);
        var streams = new FtpStreams(pool);
        await Source.From(Enumerable.Range(0, Files))
            .SelectAsync(8, number => Source.Single(ByteString.FromString($"{number}")).RunWith(streams.Write($"/f{number}"), Materializer))
            .RunWith(Sink.Ignore<IOResult>(), Materializer);
        var sum = await streams.List("/")
            .SelectAsync(8, entry => streams.Read(entry.Path).RunAggregate(ByteString.Empty, (all, one) => all + one, Materializer))
            .RunAggregate(0, (all, one) => all + int.Parse(one.ToString(), System.Globalization.CultureInfo.InvariantCulture), Materializer);
        Assert.Equal(Files * (Files - 1) / 2, sum);
        Assert.InRange(pool.Idle, 1, 4);
    }

    [Fact]
    public async Task A_tree_should_be_traversed_moved_and_removed()
    {
        await using var ftp = await StartServer();
        await using var pool = Pool(ftp);
        var streams = new FtpStreams(pool);
        await streams.MakeDirectory("/d/e/f").RunWith(Sink.Ignore<Done>(), Materializer);
        await ftp.Put("/d/a", "a"u8.ToArray());
        await ftp.Put("/d/e/b", "b"u8.ToArray());
        var all = await streams.Traverse("/").Select(entry => entry.Path).RunWith(Sink.Seq<string>(), Materializer);
        Assert.Equal(["/d", "/d/a", "/d/e", "/d/e/b", "/d/e/f"], all.Order());
        var files = await streams.Traverse("/", enters: entry => entry.Name != "e", emitsDirectories: false).Select(entry => entry.Path).RunWith(Sink.Seq<string>(), Materializer);
        Assert.Equal(["/d/a"], files);
        var moved = await streams.Traverse("/", emitsDirectories: false).RunWith(streams.Move(entry => "/" + entry.Name), Materializer);
        Assert.Equal(2, moved.Count);
        Assert.Equal("b"u8.ToArray(), await ftp.Get("/b"));
        Assert.Equal(3, (await streams.List("/").RunWith(streams.Remove(), Materializer)).Count);
        Assert.Empty(await streams.List("/").RunWith(Sink.Seq<FtpListEntry>(), Materializer));
    }

    [Fact]
    public async Task A_missing_file_should_fail_the_stream_and_its_result_and_give_the_connection_back()
    {
        await using var ftp = await StartServer();
        await using var pool = Pool(ftp, 1);
        var (result, read) = new FtpStreams(pool).Read("/missing").ToMaterialized(Sink.Seq<ByteString>(), Keep.Both).Run(Materializer);
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => read)).Code);
        var abrupt = await Assert.ThrowsAsync<AbruptIOTerminationException>(() => result);
        Assert.Equal(0, abrupt.IoResult.Count);
        await pool.Use(client => client.Noop());
    }

    [Fact]
    public async Task A_download_that_is_cancelled_should_be_aborted_and_give_the_connection_back()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/big", Content(32 * 1024 * 1024));
        await using var pool = Pool(ftp, 1);
        var (result, first) = new FtpStreams(pool).Read("/big").ToMaterialized(Sink.First<ByteString>(), Keep.Both).Run(Materializer);
        Assert.NotEmpty((await first).ToArray());
        Assert.InRange((await result).Count, 1, (32 * 1024 * 1024) - 1);
        Assert.Equal(32 * 1024 * 1024, await pool.Use(client => client.Size("/big")));
    }

    [Fact]
    public async Task An_upload_whose_source_fails_should_be_aborted()
    {
        await using var ftp = await StartServer();
        await using var pool = Pool(ftp, 1);
        var source = Source.Single(ByteString.FromString("half")).Concat(Source.Failed<ByteString>(new InvalidOperationException("Out of luck.")));
        await Assert.ThrowsAsync<AbruptIOTerminationException>(() => source.RunWith(new FtpStreams(pool).Write("/a"), Materializer));
        Assert.False(await pool.Use(client => client.Exists("/a")));
    }

    private FtpClientPool Pool(FtpPair ftp, int most = 4) => new(Sys, OptionsOf(ftp), new PoolOptions { MaxConnections = most });
}
