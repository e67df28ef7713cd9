using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Churn;

/// <summary>Opens and kills 1,600 sessions, 1,000 of them with a file transfer, then looks for anything left of them.</summary>
[Collection(ChurnCollection.Name)]
public class ChurnSpecs
{
    private const int Sessions = 1600;
    private const int AtOnce = 16;
    private const int BigFile = 32 * 1024 * 1024;

    private static readonly PassiveOptions Range = new() { FirstPort = 26000, LastPort = 26127 };

    [Fact]
    public async Task A_thousand_sessions_on_memory_should_leave_nothing() =>
        await Churn(new MemoryStorage(), () => []);

    [Fact]
    public async Task A_thousand_sessions_on_disk_should_leave_nothing()
    {
        var root = Directory.CreateTempSubdirectory("ftp-churn-");
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await Churn(storage, () =>
            [
                .. ProcessResources.FilesBelow(root.FullName + "/").Select(file => $"open file {file}"),
                .. root.EnumerateFileSystemInfos().Select(entry => "/" + entry.Name)
                    .Where(path => path is not (ChurnClient.Big or ChurnClient.Small))
                    .Select(path => $"file {path}"),
            ]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Hundreds_of_sessions_under_TLS_should_leave_nothing() => await Churn(
        new MemoryStorage(),
        () => [],
        new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() }, AllowsClearCommands = true },
        (ftp, number) => new TlsChurnClient(ftp, number).Live(),
        sessions: 300);

    private static Task Churn(IFtpStorage storage, Func<IEnumerable<string>> leftInStorage) =>
        Churn(storage, leftInStorage, null, (ftp, number) => new ChurnClient(ftp, number).Live(), Sessions);

    private static async Task Churn(
        IFtpStorage storage, Func<IEnumerable<string>> leftInStorage, FtpTlsOptions? tls, Func<FtpPair, int, Task> live, int sessions)
    {
        var sockets = ProcessResources.Inodes();
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = storage, Passive = Range, Tls = tls });
        await ftp.Put(ChurnClient.Big, new byte[BigFile]);
        await ftp.Put(ChurnClient.Small, new byte[100_000]);
        var buffers = TransferChunk.OutstandingBuffers;

        // One of each way first: what a server makes once and keeps is not a leak.
        await Run(ftp, 0, ChurnClient.WayCount, live);
        await Eventually(() => Left(ftp, sockets, buffers, leftInStorage, actors: null));
        var actors = ActorTree.Of(ftp.System);
        await Run(ftp, ChurnClient.WayCount, sessions, live);
        await Eventually(() => Left(ftp, sockets, buffers, leftInStorage, actors));

        await EveryPassivePortIsFree(ftp);
    }

    private static async Task Run(FtpPair ftp, int from, int to, Func<FtpPair, int, Task> live) => await Parallel.ForEachAsync(
        Enumerable.Range(from, to - from),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) => await live(ftp, number));

    private static List<string> Left(
        FtpPair ftp, HashSet<long> sockets, long buffers, Func<IEnumerable<string>> leftInStorage, SortedSet<string>? actors) =>
    [
        .. ProcessResources.Sockets()
            .Where(socket => !sockets.Contains(socket.Inode) && !IsServersOwn(ftp, socket))
            .Select(socket => $"socket on port {socket.LocalPort}, {(socket.IsListening ? "listening" : "connected")}"),
        .. TransferChunk.OutstandingBuffers == buffers ? Array.Empty<string>() : [$"{TransferChunk.OutstandingBuffers - buffers} buffers"],
        .. leftInStorage(),
        .. ActorTree.Of(ftp.System).Except(actors ?? ActorTree.Of(ftp.System)).Select(path => $"actor {path}"),
    ];

    private static bool IsServersOwn(FtpPair ftp, ProcessSocket socket) =>
        socket.IsListening && (socket.LocalPort == ftp.EndPoint.Port || socket.LocalPort is >= 26000 and <= 26127);

    private static async Task EveryPassivePortIsFree(FtpPair ftp)
    {
        var clients = new List<FtpTranscript>();
        for (var port = Range.FirstPort; port <= Range.LastPort; port++)
        {
            clients.Add(await ftp.Login());
            await clients[^1].Epsv();
        }

        foreach (var client in clients)
            await client.DisposeAsync();
    }

    /// <summary>Looks again and again until nothing is left; then what is left is the failure.</summary>
    private static async Task Eventually(Func<List<string>> left)
    {
        using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (left() is { Count: > 0 } rest)
        {
            if (deadline.IsCancellationRequested)
                Assert.Fail($"{rest.Count} things are left:\n{string.Join('\n', rest.Take(50))}");
            await glance.WaitForNextTickAsync();
        }
    }
}
