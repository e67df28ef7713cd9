using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Downloads and listings that graphs make while a client takes them.</summary>
public sealed class VirtualFileSpecs : ActorSpecBase
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Bytes of a listing that an entry makes at least.</summary>
    private const int ShortestLine = 40;

    /// <summary>What sockets and the stream hold beyond what the client has read.</summary>
    private const long MostAhead = 64L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _made;

    public VirtualFileSpecs()
        : base("akka.loglevel = OFF") => Sys.EventStream.Subscribe(TestActor, typeof(FtpTransferEvent));

    [Theory]
    [InlineData("RETR endless")]
    [InlineData("MLSD endless-list")]
    public async Task A_graph_should_make_no_more_than_its_client_takes_and_end_with_ABOR(string line)
    {
        await using var ftp = await Start();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command(line, 150);
        await data.ReadExactly(1_000_000);

        await client.Command("ABOR", 426);

        await client.Expect(226);
        await _ended.Task.WaitAsync(Patience);
        Assert.InRange(Interlocked.Read(ref _made), 1, 1_000_000 + MostAhead);
        await ExpectMsgAsync<FtpTransferEvent.AbortedByClient>(Patience);
        await client.Command("NOOP", 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_graph_should_end_when_its_client_is_gone(bool isControl)
    {
        await using var ftp = await Start();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR endless", 150);
        await data.ReadExactly(1000);

        if (isControl)
            client.Reset();
        else
            data.Reset();

        await _ended.Task.WaitAsync(Patience);
        await ExpectMsgAsync<FtpTransferEvent.ConnectionLost>(Patience);
    }

    [Theory]
    [InlineData("fault", 450)]
    [InlineData("bug", 451)]
    public async Task A_client_should_read_how_a_graph_failed(string name, int code)
    {
        await using var ftp = await Start();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();

        await client.Command($"RETR {name}", 150);

        await client.Expect(code);
    }

    private Task<FtpPair> Start()
    {
        var storage = new VirtualStorage(
            find: path => Task.FromResult<FtpEntry?>(Entry(path.IsRoot ? "/" : path.Name, path.IsRoot || path.Name == "endless-list")),
            list: _ => Endless(ShortestLine).Select(bytes => Entry($"file-{bytes.Length}", isDirectory: false)),
            read: path => path.Name switch
            {
                "fault" => Source.Failed<ReadOnlyMemory<byte>>(new StorageException(StorageFault.Unavailable, "Not now.")),
                "bug" => Source.Failed<ReadOnlyMemory<byte>>(new InvalidOperationException("A bug.")),
                _ => Endless(PieceSize),
            });
        return FtpPair.StartAsync(options => options with { Storage = storage }, system: Sys);
    }

    private Source<ReadOnlyMemory<byte>, NotUsed> Endless(int counted) => Source.Repeat<ReadOnlyMemory<byte>>(new byte[PieceSize])
        .Select(bytes =>
        {
            Interlocked.Add(ref _made, counted);
            return bytes;
        })
        .WatchTermination((_, ended) =>
        {
            ended.ContinueWith(_ => _ended.TrySetResult(), TaskScheduler.Default);
            return NotUsed.Instance;
        });

    private static FtpEntry Entry(string name, bool isDirectory) =>
        new() { Name = name, Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File, Modified = DateTime.UnixEpoch };
}
