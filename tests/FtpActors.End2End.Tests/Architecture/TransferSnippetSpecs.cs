using System.Collections.Concurrent;
using System.Text;
using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.End2End.Tests.ForeignClients;
using FtpActors.Server.Listening;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>What EMBEDDING.md shows of servers and of middleware around transfers, compiled and run.</summary>
public sealed class TransferSnippetSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("ftp-embedding-");

    [Fact]
    public async Task Draining_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var server = ftp.Server.Actor;
        var addresses = await server.Ask<ServerProtocol.Addresses>(new ServerProtocol.GetAddresses());
        var draining = await server.Ask<ServerProtocol.Draining>(new ServerProtocol.Drain(Grace: TimeSpan.FromSeconds(30)));
        await server.WatchAsync();
        Assert.Equal((1, 0), (addresses.Bound.Length, draining.Sessions));
    }

    [Fact]
    public async Task A_scanner_should_work_as_shown()
    {
        var scanning = TransferMiddleware.Of(transfer =>
        {
            var scan = new Scan();
            return transfer.IsUpload ? InspectFlow.Create(scan.Feed, () => Refuse(scan.Virus)) : null;
        });

        static void Refuse(string? virus)
        {
            if (virus is not null)
                throw new TransferRejectedException(new FtpReply(550, $"Not kept: {virus}."));
        }

        await using var ftp = await FtpPair.StartAsync(options => options with { TransferMiddleware = [scanning] }, system: Sys);
        await using var client = await ftp.Login();
        Assert.Equal(226, (await client.Upload("STOR good", "harmless"u8.ToArray())).Code);
        await using var data = await client.OpenPassive();
        await client.Command("STOR bad", 150);
        await data.Write("X5O EICAR"u8.ToArray());
        data.CompleteSend();
        await client.Expect(550, "Not kept: EICAR.");
        Assert.Equal(["good"], await client.DownloadLines("NLST"));
    }

    [Fact]
    public async Task A_tee_should_work_as_shown()
    {
        var copies = new ConcurrentDictionary<FtpPath, string>();
        Sink<ReadOnlyMemory<byte>, NotUsed> Archive(FtpPath path) => Sink
            .ForEach<ReadOnlyMemory<byte>>(bytes => copies.AddOrUpdate(path, _ => Encoding.ASCII.GetString(bytes.Span), (_, before) => before + Encoding.ASCII.GetString(bytes.Span)))
            .MapMaterializedValue(_ => NotUsed.Instance);
        var tee = TransferMiddleware.Of(transfer =>
            transfer.IsUpload ? BytesFlow.Of(Flow.Create<ReadOnlyMemory<byte>>().AlsoTo(Archive(transfer.Path))) : null);
        await using var ftp = await FtpPair.StartAsync(options => options with { TransferMiddleware = [tee] }, system: Sys);
        await using var client = await ftp.Login();
        await client.Upload("STOR a", "content"u8.ToArray());
        await AwaitAssertAsync(() => Assert.Equal("content", copies[FtpPath.Parse("/a")]), Patience);
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/a"));
    }

    [Fact]
    public async Task Hashes_should_work_as_shown()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(FtpTransferEvent));
        await using var ftp = await FtpPair.StartAsync(
            options => options with
            {
                Outcomes = new OutcomeOptions { UploadHash = HashKind.Sha256 },
            },
            system: Sys);
        await using var client = await ftp.Login();
        await client.Upload("STOR a", "content"u8.ToArray());
        var completed = await ExpectMsgAsync<FtpTransferEvent.Completed>(Patience);
        Assert.Equal("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73", completed.Hash!.Hex);
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_store_and_fetch_what_is_kept_compressed()
    {
        await using var ftp = await FtpPair.StartAsync(
            options => options with { TransferMiddleware = [new ZippedMiddleware()], Middleware = [new SizelessMiddleware()] }, system: Sys);
        var content = new byte[1_000_000];
        await File.WriteAllBytesAsync(Path.Combine(_work.FullName, "up"), content);
        var url = $"ftp://demo:demo@{ftp.EndPoint}/a";

        await ForeignProcess.Run(_work.FullName, "", "curl", "-sS", "-T", "up", url);
        await ForeignProcess.Run(_work.FullName, "", "curl", "-sS", "-o", "down", url);

        Assert.InRange((await ftp.Get("/a")).Length, 1, 10_000);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_work.FullName, "down")));
        await using var client = await ftp.Login();
        await client.Command("REST 5", 350);
        await client.Pasv();
        await client.Command("RETR a", 504, "Whole files only.");
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _work.Delete(recursive: true);
    }
}
