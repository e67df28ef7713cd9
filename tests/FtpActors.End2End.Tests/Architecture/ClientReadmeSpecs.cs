using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Client;
using FtpActors.Client.Mirroring;
using FtpActors.Client.Pooling;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>What the client's README shows, compiled and run; <see cref="ReadmeSpecs"/> compares the text.</summary>
public sealed class ClientReadmeSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("ftp-readme-");

    [Fact]
    public async Task The_smallest_use_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var (file, copies) = (Path.Combine(_files.FullName, "july.csv"), Path.Combine(_files.FullName, "copies"));
        await File.WriteAllTextAsync(file, "1;2");
        var (system, host, port) = (Sys, ftp.EndPoint.Address.ToString(), ftp.EndPoint.Port);
        await using var client = await FtpClient.Connect(system, new FtpClientOptions { Host = host, Port = port, User = "demo", Password = new Password("demo") });
        await client.MakeDirectory("/reports/2026");
        await client.Upload(file, "/reports/2026/july.csv", new TransferOptions { Existing = ExistingFile.Resume, Verify = VerifyTransfer.WhenOffered });
        await foreach (var entry in client.List("/reports", recursive: true))
            Console.WriteLine($"{entry.Path} {entry.Size} {entry.Modified:u}");
        await client.DownloadTree("/reports", copies);
        Assert.Equal("1;2", await File.ReadAllTextAsync(Path.Combine(copies, "reports/2026/july.csv")));
    }

    [Fact]
    public async Task Commands_of_ones_own_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await FtpClient.Connect(
            Sys, new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo") });
        await client.MakeDirectory("/reports/2026");
        Assert.Equal(200, (await client.Command("NOOP", "2xx")).Code);
        await using var names = await client.OpenData("NLST /reports");
        var all = await new StreamReader(names).ReadToEndAsync();
        Assert.Contains("2026", all, StringComparison.Ordinal);
    }

    /// <summary>Against the server of EXTENDING.md.</summary>
    [Fact]
    public async Task A_verb_with_data_should_be_collected_and_ended_half_way_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = Extending.ExtendingSpecs.Tutorial }, system: Sys);
        await using var client = await FtpClient.Connect(
            Sys, new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo"), Reconnect = ReconnectOptions.Never });
        async Task<List<byte>> Collect(long count, Func<int, bool> wantsMore)
        {
            var (even, piece) = (new List<byte>(), new byte[64 * 1024]);
            await using var bytes = await client.OpenData($"COLL {count}");
            while (await bytes.ReadAsync(piece) is > 0 and var length && wantsMore(even.Count))
                even.AddRange(piece.Take(length).Where(one => one % 2 == 0));
            return even;
        }

        var some = await Collect(10_000_000_000, soFar => soFar < 500_000);
        Assert.Equal("boring", (await client.Command("NOOP")).Text);
        Assert.InRange(some.Count, 500_000, 600_000);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => (byte)(2 * number)), (await Collect(40, _ => true)).Order());
    }

    [Fact]
    public async Task Streams_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var (system, materializer, copy) = (Sys, Sys.Materializer(), Path.Combine(_files.FullName, "copy"));
        var options = new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo") };
        await using var pool = new FtpClientPool(system, options, new PoolOptions { MaxConnections = 4 });
        var streams = new FtpStreams(pool);
        await Source.Single(ByteString.FromString("1;2;3")).RunWith(streams.Write("/new.csv"), materializer);
        var sum = await streams.Traverse("/", emitsDirectories: false)
            .SelectAsync(4, file => streams.Read(file.Path).RunAggregate(0L, (bytes, piece) => bytes + piece.Count, materializer))
            .RunAggregate(0L, (all, one) => all + one, materializer);
        await pool.DownloadSegmented("/new.csv", copy, segments: 4);
        Assert.Equal(sum, new FileInfo(copy).Length);
    }

    [Fact]
    public async Task Mirrors_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/reports"), default);
        await ftp.Put("/reports/a", "a"u8.ToArray());
        var (local, journalFile) = (new MemoryStorage(), Path.Combine(_files.FullName, "journal"));
        var options = new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo") };
        await using var pool = new FtpClientPool(Sys, options);
        var mirror = new FtpMirror(pool);
        var rules = new MirrorOptions { DeletesExtra = true, Exclude = ["*.tmp", "cache"] };
        var plan = await mirror.PlanDown("/reports", local, FtpPath.Root, rules);
        foreach (var step in plan.Steps)
            Console.WriteLine($"{step.Kind} {step.Path} ({step.Why})");
        await using var journal = await MirrorJournal.Create(journalFile, plan);
        var result = await mirror.Run(plan, local, rules, journal);
        Assert.Equal(1, result.Done);
    }

    [Fact]
    public async Task Servers_should_send_to_each_other_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/reports"), default);
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/reports/2026"), default);
        await ftp.Put("/reports/2026/july.csv", "1;2"u8.ToArray());
        var options = new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo") };
        await using var client = await FtpClient.Connect(Sys, options);
        await using var other = await FtpClient.Connect(Sys, options);
        var copy = await client.CopyTo("/reports/2026/july.csv", other, "/july.csv");
        Console.WriteLine(copy.IsDirect ? "from server to server" : $"through this client: {copy.WhyNot}");
        Assert.Equal("1;2"u8.ToArray(), await ftp.Get("/july.csv"));
    }

    [Fact]
    public async Task TLS_should_be_required_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var options = new FtpClientOptions { Host = ftp.EndPoint.Address.ToString(), Port = ftp.EndPoint.Port, User = "demo", Password = new Password("demo") };
        var encrypted = options with { Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require } };
        Assert.Equal(FtpConnectionFault.Security, (await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.Connect(Sys, encrypted))).Fault);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _files.Delete(true);
    }
}
