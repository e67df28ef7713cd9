using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Flows;

[Collection(BuffersCollection.Name)]
public sealed class DataSourceSpecs : ActorSpecBase, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ActorMaterializer _materializer;
    private long _before;

    public DataSourceSpecs() => _materializer = Sys.Materializer();

    public Task InitializeAsync()
    {
        _before = TransferChunk.OutstandingBuffers;
        return Task.CompletedTask;
    }

    /// <summary>Every case leaves no buffer behind.</summary>
    public Task DisposeAsync() =>
        AwaitAssertAsync(() => Assert.Equal(_before, TransferChunk.OutstandingBuffers), Patience);

    [Fact]
    public async Task DataSource_should_emit_one_byte_at_a_time_and_complete_at_the_end()
    {
        var transport = new GatedTransport();
        var bytes = DataSource.Create(transport, 64).RunWith(Collect(), _materializer);
        for (byte i = 0; i < 100; i++)
        {
            var receiving = await transport.NextReceive();
            Assert.Equal(64, receiving.Buffer.Length);
            receiving.Buffer.Span[0] = i;
            receiving.End.SetResult(1);
        }

        (await transport.NextReceive()).End.SetResult(0);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), await bytes.WaitAsync(Patience));
        Assert.Equal(0, transport.Overlaps);
    }

    [Fact]
    public async Task DataSource_should_emit_what_is_there_at_once()
    {
        var left = 10_000;
        var transport = new GatedTransport
        {
            OnReceive = buffer =>
            {
                if (left == 0)
                    return ValueTask.FromResult(0);
                buffer.Span[0] = (byte)left--;
                return ValueTask.FromResult(1);
            },
        };
        var bytes = await DataSource.Create(transport, 1).RunWith(Collect(), _materializer).WaitAsync(Patience);
        Assert.Equal(10_000, bytes.Count);
    }

    [Fact]
    public async Task DataSource_should_receive_only_on_demand()
    {
        var transport = new GatedTransport();
        var sink = DataSource.Create(transport, 64).RunWith(new DataSourceDemand(), _materializer);
        for (var i = 1; i <= 3; i++)
        {
            sink.Pull();
            (await transport.NextReceive()).End.SetResult(1);
            (await sink.Chunks.ReadAsync()).Dispose();
            Assert.Equal(i, transport.Receives);
        }

        sink.Pull();
        (await transport.NextReceive()).End.SetResult(0);
        await sink.Ended.WaitAsync(Patience);
        Assert.Equal(4, transport.Receives);
    }

    [Fact]
    public async Task DataSource_should_emit_chunks_of_what_was_received_and_own_them_no_more()
    {
        var transport = new GatedTransport();
        var sink = DataSource.Create(transport, 64).RunWith(new DataSourceDemand(), _materializer);
        sink.Pull();
        var receiving = await transport.NextReceive();
        new byte[] { 1, 2, 3 }.CopyTo(receiving.Buffer.Span);
        receiving.End.SetResult(3);
        var chunk = await sink.Chunks.ReadAsync();
        Assert.Equal([1, 2, 3], chunk.Memory.ToArray());
        sink.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Ended);
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        chunk.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DataSource_should_fail_as_the_connection_does(bool isAtOnce)
    {
        var lost = new DataConnectionException(DataConnectionFault.Lost, "Gone.");
        var transport = new GatedTransport { OnReceive = isAtOnce ? _ => ValueTask.FromException<int>(lost) : null };
        var bytes = DataSource.Create(transport, 64).RunWith(Collect(), _materializer);
        if (!isAtOnce)
            (await transport.NextReceive()).End.SetException(lost);
        Assert.Same(lost, await Assert.ThrowsAsync<DataConnectionException>(() => bytes.WaitAsync(Patience)));
    }

    [Fact]
    public async Task DataSource_should_give_its_buffer_back_when_a_receive_throws_at_once()
    {
        var transport = new GatedTransport { OnReceive = _ => throw new InvalidOperationException("Not now.") };
        var bytes = DataSource.Create(transport, 64).RunWith(Collect(), _materializer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bytes.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task DataSource_should_keep_its_buffer_until_a_receive_in_flight_ends_when_cancelled(int end)
    {
        var transport = new GatedTransport();
        var sink = DataSource.Create(transport, 64).RunWith(new DataSourceDemand(), _materializer);
        sink.Pull();
        var receiving = await transport.NextReceive();
        sink.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Ended);
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        if (end < 0)
            receiving.End.SetException(new DataConnectionException(DataConnectionFault.Lost, "Gone."));
        else
            receiving.End.SetResult(end);
    }

    [Fact]
    public async Task DataSource_should_keep_its_buffer_until_a_receive_in_flight_ends_when_the_materializer_stops()
    {
        var transport = new GatedTransport();
        var materializer = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys));
        var sink = DataSource.Create(transport, 64).RunWith(new DataSourceDemand(), materializer);
        sink.Pull();
        var receiving = await transport.NextReceive();
        materializer.Shutdown();
        await Assert.ThrowsAsync<AbruptStageTerminationException>(() => sink.Ended.WaitAsync(Patience));
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        receiving.End.SetResult(3);
    }

    [Fact]
    public async Task DataSource_should_fail_with_the_kill_switch_while_a_receive_is_in_flight()
    {
        var transport = new GatedTransport();
        var killSwitch = KillSwitches.Shared("spec");
        var bytes = DataSource.Create(transport, 64).Via(killSwitch.Flow<TransferChunk>()).RunWith(Collect(), _materializer);
        var receiving = await transport.NextReceive();
        var reason = new InvalidOperationException("Killed.");
        killSwitch.Abort(reason);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => bytes.WaitAsync(Patience));
        Assert.Same(reason, failure.GetBaseException());
        receiving.End.SetException(new DataConnectionException(DataConnectionFault.Lost, "Gone."));
    }

    private static Sink<TransferChunk, Task<List<byte>>> Collect() => Flow.Create<TransferChunk>()
        .Select(chunk =>
        {
            using (chunk)
                return chunk.Memory.ToArray();
        })
        .ToMaterialized(
            Sink.Aggregate<byte[], List<byte>>([], (all, some) =>
            {
                all.AddRange(some);
                return all;
            }),
            Keep.Right);
}
