using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Flows;

[Collection(BuffersCollection.Name)]
public sealed class RegionSourceSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ActorMaterializer _materializer;
    private long _before;

    public RegionSourceSpecs() => _materializer = Sys.Materializer();

    public Task InitializeAsync()
    {
        _before = TransferChunk.OutstandingBuffers;
        return Task.CompletedTask;
    }

    /// <summary>Every case leaves no buffer behind.</summary>
    public Task DisposeAsync() =>
        AwaitAssertAsync(() => Assert.Equal(_before, TransferChunk.OutstandingBuffers), Patience);

    [Fact]
    public async Task RegionSource_should_emit_what_it_has_filled_behind_what_was_received()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        await pair.Write([1, 2, 3, 4, 5]);
        pair.Peer.Shutdown(SocketShutdown.Send);
        var emitted = await RegionSource.Create(pair.Transport, target, () => 2, Rented(7), Rented(3))
            .Select(Text)
            .RunWith(Sink.Seq<string>(), _materializer)
            .WaitAsync(Patience);
        Assert.Equal(["7 in memory", "3 in memory", "2 at 10", "2 at 12", "1 at 14"], emitted);
        Assert.Equal([1, 2, 3, 4, 5], target.Bytes()[10..]);
    }

    [Fact]
    public async Task RegionSource_should_receive_only_on_demand()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        await pair.Write([1, 2, 3, 4]);
        var sink = RegionSource.Create(pair.Transport, target, () => 1).RunWith(new DataSourceDemand(), _materializer);
        for (var count = 1; count <= 3; count++)
        {
            sink.Pull();
            (await sink.Chunks.ReadAsync()).Dispose();
            Assert.Equal(count, pair.Transport.BytesMoved);
        }

        sink.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Ended);
    }

    [Fact]
    public async Task RegionSource_should_fail_as_the_connection_does()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        pair.Reset();
        var running = RegionSource.Create(pair.Transport, target, () => 1, Rented(1)).Select(Text).RunWith(Sink.Seq<string>(), _materializer);
        await Assert.ThrowsAsync<DataConnectionException>(() => running.WaitAsync(Patience));
    }

    [Fact]
    public async Task RegionSource_should_fail_as_the_file_does()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = new RegionTarget(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        await pair.Write([1]);
        var running = RegionSource.Create(pair.Transport, target, () => 1).Select(Text).RunWith(Sink.Seq<string>(), _materializer);
        var failure = await Assert.ThrowsAsync<StorageException>(() => running.WaitAsync(Patience));
        Assert.Equal(StorageFault.NoSpace, failure.Fault);
    }

    [Fact]
    public async Task RegionSource_should_give_back_what_nobody_took()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var sink = RegionSource.Create(pair.Transport, target, () => 1, Rented(1), Rented(1)).RunWith(new DataSourceDemand(), _materializer);
        sink.Pull();
        (await sink.Chunks.ReadAsync()).Dispose();
        sink.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Ended);
    }

    private static TransferChunk Rented(int length) => TransferChunk.OfRented(TransferChunk.Rent(length), length);

    private static string Text(TransferChunk chunk)
    {
        using (chunk)
            return chunk.Region is { } region ? $"{region.Length} at {region.Offset}" : $"{chunk.Length} in memory";
    }
}
