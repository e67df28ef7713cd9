using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Transfers;

public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_close_everything_when_stopped_while_it_connects()
    {
        var writer = new GatedWriter();
        await Start(Upload(writer));
        await Stop();
        await _connector.Cancelled.WaitAsync(Patience);
        await AssertStopped(() => AssertRolledBack(writer));
    }

    [Fact]
    public async Task TransferActor_should_close_a_connection_that_comes_after_it_was_stopped()
    {
        var reader = Chunks(1);
        await Start(Download(reader), new GatedConnector { IsDeaf = true });
        await Stop();
        Assert.Empty(await ReadToEnd(await Connect()));
        await AssertStopped(() => AssertClosed(reader));
    }

    [Fact]
    public async Task TransferActor_should_close_everything_when_stopped_during_a_download()
    {
        var reader = Chunks(100_000);
        var client = await Open(Download(reader));
        Assert.True(await client.ReceiveAsync(new byte[1000]) > 0);
        await Stop();
        await AssertCut(client);
        await AssertStopped(() => AssertClosed(reader));
    }

    [Fact]
    public async Task TransferActor_should_close_everything_when_stopped_during_an_upload()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        await Stop();
        await AssertCut(client);
        await AssertStopped(() => AssertRolledBack(writer));
    }

    [Fact]
    public async Task TransferActor_should_close_everything_when_stopped_during_a_stuck_read()
    {
        var read = new TaskCompletionSource<TransferChunk?>();
        var reader = new GatedReader(_ => read.Task);
        var client = await Open(Download(reader));
        await reader.Reading.WaitAsync(Patience);
        await Stop();
        await AssertCut(client);
        await reader.Ended.WaitAsync(Patience);
        read.SetResult(null);
        await AssertStopped(() => AssertClosed(reader));
    }

    [Fact]
    public async Task TransferActor_should_close_everything_when_stopped_during_a_stuck_write()
    {
        var write = new TaskCompletionSource();
        var writer = new GatedWriter { OnWrite = () => write.Task };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        await Stop();
        await AssertCut(client);
        Assert.Equal(0, writer.RollBacks);
        write.SetException(new StorageException(StorageFault.InputOutput, "Broken."));
        await AssertStopped(() => AssertRolledBack(writer));
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_stopped_before_it_may_commit()
    {
        var writer = new GatedWriter();
        await Receive(await Open(Upload(writer)));
        await Stop();
        await AssertStopped(() => AssertRolledBack(writer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransferActor_should_end_a_commit_that_was_under_way_when_stopped(bool isGood)
    {
        var committed = new TaskCompletionSource();
        var writer = new GatedWriter { OnCommit = () => committed.Task };
        var client = await Open(Upload(writer));
        await ReceiveAndCommit(client);
        await writer.Committing.WaitAsync(Patience);
        await Stop();
        if (isGood)
        {
            committed.SetResult();
            await AssertStopped(() => AssertCommitted(writer));
        }
        else
        {
            committed.SetException(new StorageException(StorageFault.NoSpace, "Full."));
            await AssertStopped(() => AssertRolledBack(writer, commits: 1));
        }
    }

    [Fact]
    public async Task TransferActor_should_end_a_roll_back_that_was_under_way_when_stopped()
    {
        var rolledBack = new TaskCompletionSource();
        var writer = new GatedWriter { OnRollBack = () => rolledBack.Task };
        Reset(await Open(Upload(writer)));
        await writer.RollingBack.WaitAsync(Patience);
        await Stop();
        rolledBack.SetResult();
        await AssertStopped(() => AssertRolledBack(writer));
    }

    private async Task Stop()
    {
        Sys.Stop(_transfer);
        await _session.ExpectTerminatedAsync(_transfer, Patience);
    }

    /// <summary>Closed once, and nobody is told.</summary>
    private async Task AssertStopped(Action closed)
    {
        await AwaitAssertAsync(
            () =>
            {
                closed();
                Assert.Equal(_transport is null ? 0 : 1, _transport?.Disposals ?? 0);
            },
            Patience);
        Assert.False(_session.HasMessages);
    }
}
