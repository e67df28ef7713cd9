using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>Transfers between real sockets and storages, under a probe as session. Every case leaves no pooled buffer behind.</summary>
[Collection(BuffersCollection.Name)]
public sealed partial class TransferActorSpecs : ActorSpecBase, IAsyncLifetime
{
    private const long Id = 7;
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;
    private static readonly FtpPath File = FtpPath.Parse("/a.txt");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestProbe _session;
    private readonly TransferProgress _progress = new("RETR", File);
    private readonly IMaterializer _materializer;
    private readonly List<Socket> _sockets = [];
    private TimeoutOptions _timeouts = new() { DataConnect = TimeSpan.FromSeconds(15), Stalled = TimeSpan.FromSeconds(60) };
    private GatedConnector _connector = new();
    private ImmutableArray<Throttle> _throttles = [];
    private TransferOrigin _origin;
    private IActorRef _transfer = ActorRefs.Nobody;
    private WatchedTransport? _transport;
    private long _buffers;

    public TransferActorSpecs()
        : base(VirtualTime)
    {
        _session = CreateTestProbe();
        _materializer = Sys.Materializer();
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    public Task InitializeAsync()
    {
        _buffers = TransferChunk.OutstandingBuffers;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await AwaitAssertAsync(() => Assert.Equal(_buffers, TransferChunk.OutstandingBuffers), Patience);
    }

    private static TransferPlan Download(IStorageReader reader, bool ascii = false) =>
        TransferPlan.Send("RETR", File, reader, new FtpReply(150, "Opening.")) with { IsAscii = ascii };

    private static TransferPlan Upload(IStorageWriter writer, bool ascii = false) =>
        TransferPlan.Receive("STOR", File, writer, new FtpReply(150, "Opening.")) with { IsAscii = ascii };

    private static TransferChunk Pooled(int length) => TransferChunk.OfRented(TransferChunk.Rent(length), length);

    private static Task<TransferChunk?> End() => Task.FromResult<TransferChunk?>(null);

    /// <summary>A file of <paramref name="chunks"/> chunks of 64 KiB, each made when it is asked for: none is lost on the way.</summary>
    private static WatchedReader Chunks(int chunks) =>
        new(Source.From(Enumerable.Range(0, chunks)).Select(_ => Pooled(64 * 1024)));

    private static async Task<byte[]> ReadToEnd(Socket client)
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(client);
        await stream.CopyToAsync(all).WaitAsync(Patience);
        return all.ToArray();
    }

    /// <summary>The connection ends for the client, whether in peace or not.</summary>
    private static async Task AssertCut(Socket client)
    {
        try
        {
            await ReadToEnd(client);
        }
        catch (IOException cut) when (cut.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // It had sent what nobody read.
        }
    }

    private static void Reset(Socket client)
    {
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
    }

    private async Task Start(TransferPlan plan, GatedConnector? connector = null)
    {
        _connector = connector ?? _connector;
        _transfer = _session.ChildActorOf(TransferActor.Props(new TransferStart(Id, plan, _connector, _progress, _materializer, _throttles, _origin), _timeouts));
        await _session.WatchAsync(_transfer);
        // Answered only once it has started.
        await Settled();
    }

    /// <summary>The actor has seen everything sent to it so far.</summary>
    private async Task Settled()
    {
        var probe = CreateTestProbe();
        _transfer.Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>(Patience);
    }

    /// <summary>The data connection comes about; the client's end of it.</summary>
    private async Task<Socket> Connect(string address = "127.0.0.1", Task? opening = null, bool takesRegions = true)
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        var client = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(client);
        await client.ConnectAsync(address, listener.Port);
        _transport = new WatchedTransport(await listener.Accept(IPAddress.Parse(address), CancellationToken.None))
        {
            Opening = opening,
            TakesRegions = takesRegions,
        };
        _connector.Bring(_transport);
        return client;
    }

    private async Task<Socket> Open(TransferPlan plan, string address = "127.0.0.1")
    {
        await Start(plan);
        var client = await Connect(address);
        Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
        return client;
    }

    /// <summary>The client has written all it has.</summary>
    private async Task Receive(Socket client)
    {
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(new Received(Id), await _session.ExpectMsgAsync<Received>(Patience));
    }

    private async Task ReceiveAndCommit(Socket client)
    {
        await Receive(client);
        _transfer.Tell(new Commit(), _session);
    }

    /// <summary>The one end the session hears; after it nothing of the transfer is open.</summary>
    private async Task<T> Ended<T>()
        where T : IEnded
    {
        var ended = Assert.IsType<T>(await _session.ExpectMsgAsync<IEnded>(Patience));
        Assert.Equal(Id, ended.Id);
        Assert.Equal(_transport is null ? 0 : 1, _transport?.Disposals ?? 0);
        await _session.ExpectTerminatedAsync(_transfer, Patience);
        Assert.False(_session.HasMessages);
        Assert.Equal(1, _connector.Connects);
        return ended;
    }

    private static void AssertClosed(GatedReader reader) => Assert.Equal(1, reader.Disposals);

    private static void AssertClosed(WatchedReader reader) => Assert.Equal(1, reader.Disposals);

    private static void AssertCommitted(GatedWriter writer) =>
        Assert.Equal((1, 0, 1), (writer.Commits, writer.RollBacks, writer.Disposals));

    private static void AssertRolledBack(GatedWriter writer, int commits = 0) =>
        Assert.Equal((commits, 1, 1), (writer.Commits, writer.RollBacks, writer.Disposals));
}
