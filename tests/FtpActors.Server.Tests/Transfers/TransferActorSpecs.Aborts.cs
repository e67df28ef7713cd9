using FtpActors.Core.Storage;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_give_up_connecting_when_aborted()
    {
        var writer = new GatedWriter();
        await Start(Upload(writer));
        _transfer.Tell(new Abort("ABOR"), _session);
        await _connector.Cancelled.WaitAsync(Patience);
        Assert.Equal(new Aborted(Id, 0, "ABOR"), await Ended<Aborted>());
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_close_a_connection_that_comes_after_the_abort()
    {
        var reader = Chunks(1);
        var connector = new GatedConnector { IsDeaf = true };
        await Start(Download(reader), connector);
        _transfer.Tell(new Abort("ABOR"), _session);
        await connector.Cancelled.WaitAsync(Patience);
        var client = await Connect();
        Assert.Equal(new Aborted(Id, 0, "ABOR"), await Ended<Aborted>());
        Assert.Empty(await ReadToEnd(client));
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_abort_a_download_that_the_peer_does_not_read()
    {
        var reader = Chunks(100_000);
        var client = await Open(Download(reader));
        Assert.True(await client.ReceiveAsync(new byte[1000]) > 0);
        _transfer.Tell(new Abort("ABOR"), _session);
        var aborted = await Ended<Aborted>();
        Assert.InRange(aborted.Bytes, 1000, 100_000L * 64 * 1024);
        AssertClosed(reader);
        await AssertCut(client);
    }

    [Fact]
    public async Task TransferActor_should_abort_a_download_of_regions_that_the_peer_does_not_read()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(root.FullName, File.Name);
            await using (var file = System.IO.File.Create(path))
                file.SetLength(100_000_000);
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            var client = await Open(Download(await storage.OpenRead(File, 0, CancellationToken.None)));
            Assert.True(await client.ReceiveAsync(new byte[1000]) > 0);
            _transfer.Tell(new Abort("ABOR"), _session);
            await Ended<Aborted>();
            await AssertCut(client);
            AssertNobodyHasOpen(path);
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_abort_an_upload_that_the_peer_does_not_write()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        _transfer.Tell(new Abort("ABOR"), _session);
        Assert.Equal(new Aborted(Id, 1000, "ABOR"), await Ended<Aborted>());
        AssertRolledBack(writer);
        await AssertCut(client);
    }

    [Fact]
    public async Task TransferActor_should_say_Aborted_only_when_a_stuck_read_has_ended()
    {
        var read = new TaskCompletionSource<TransferChunk?>();
        var reader = new GatedReader(_ => read.Task);
        var client = await Open(Download(reader));
        await reader.Reading.WaitAsync(Patience);
        _transfer.Tell(new Abort("ABOR"), _session);
        await AssertCut(client);
        await reader.Ended.WaitAsync(Patience);
        await Settled();
        Assert.False(_session.HasMessages);
        read.SetResult(null);
        Assert.Equal(new Aborted(Id, 0, "ABOR"), await Ended<Aborted>());
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_say_Aborted_only_when_a_stuck_write_has_ended()
    {
        var write = new TaskCompletionSource();
        var writer = new GatedWriter { OnWrite = () => write.Task };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        _transfer.Tell(new Abort("ABOR"), _session);
        await AssertCut(client);
        await Settled();
        Assert.False(_session.HasMessages);
        Assert.Equal(0, writer.RollBacks);
        write.SetResult();
        Assert.Equal(new Aborted(Id, 1000, "ABOR"), await Ended<Aborted>());
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_say_Aborted_only_when_the_upload_is_rolled_back()
    {
        var rolledBack = new TaskCompletionSource();
        var writer = new GatedWriter { OnRollBack = () => rolledBack.Task };
        await Open(Upload(writer));
        _transfer.Tell(new Abort("ABOR"), _session);
        await writer.RollingBack.WaitAsync(Patience);
        await Settled();
        Assert.False(_session.HasMessages);
        rolledBack.SetResult();
        await Ended<Aborted>();
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_roll_back_an_upload_that_is_aborted_before_it_may_commit()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await Receive(client);
        _transfer.Tell(new Abort("ABOR"), _session);
        _transfer.Tell(new Commit(), _session);
        Assert.Equal(new Aborted(Id, 1000, "ABOR"), await Ended<Aborted>());
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_finish_an_upload_that_is_aborted_while_it_commits()
    {
        var committed = new TaskCompletionSource();
        var writer = new GatedWriter { OnCommit = () => committed.Task };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await ReceiveAndCommit(client);
        await writer.Committing.WaitAsync(Patience);
        _transfer.Tell(new Abort("ABOR"), _session);
        await Settled();
        committed.SetResult();
        Assert.Equal(new Finished(Id, 1000), await Ended<Finished>());
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_ignore_an_abort_after_the_end()
    {
        var client = await Open(Download(Chunks(1)));
        await ReadToEnd(client);
        await Ended<Finished>();
        _transfer.Tell(new Abort("ABOR"), _session);
        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task TransferActor_should_name_the_first_reason_when_aborted_twice()
    {
        var read = new TaskCompletionSource<TransferChunk?>();
        var reader = new GatedReader(_ => read.Task);
        await Open(Download(reader));
        await reader.Reading.WaitAsync(Patience);
        _transfer.Tell(new Abort("ABOR"), _session);
        _transfer.Tell(new Abort("REIN"), _session);
        await Settled();
        read.SetResult(null);
        Assert.Equal(new Aborted(Id, 0, "ABOR"), await Ended<Aborted>());
    }

    private static void AssertNobodyHasOpen(string path)
    {
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(path, Directory.GetFileSystemEntries("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget));
    }
}
