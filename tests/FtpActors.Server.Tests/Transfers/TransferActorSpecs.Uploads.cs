using System.Net.Sockets;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

public sealed partial class TransferActorSpecs
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task TransferActor_should_commit_an_upload_before_it_says_Finished(string address)
    {
        var committed = new TaskCompletionSource();
        var writer = new GatedWriter { OnCommit = () => committed.Task };
        var client = await Open(Upload(writer), address);
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        await Write(client, content);
        await ReceiveAndCommit(client);
        await writer.Committing.WaitAsync(Patience);
        await Settled();
        Assert.False(_session.HasMessages);
        committed.SetResult();
        Assert.Equal(new Finished(Id, content.Length), await Ended<Finished>());
        Assert.Equal(content, writer.Written);
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_not_commit_an_upload_before_it_is_told_to()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Receive(client);
        await PassTime(2 * _timeouts.Stalled);
        Assert.Equal(0, writer.Commits);
        Assert.False(_session.HasMessages);
        _transfer.Tell(new Commit(), _session);
        await Ended<Finished>();
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_store_in_memory()
    {
        var storage = new MemoryStorage();
        var client = await Open(Upload(await storage.OpenWrite(File, WriteMode.Create, 0, CancellationToken.None)));
        await Write(client, new byte[300_000]);
        await ReceiveAndCommit(client);
        await Ended<Finished>();
        Assert.Equal(300_000, (await storage.Stat(File, CancellationToken.None)).Size);
    }

    [Fact]
    public async Task TransferActor_should_store_on_disk()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            var client = await Open(Upload(await storage.OpenWrite(File, WriteMode.Create, 0, CancellationToken.None)));
            var content = new byte[3_000_000];
            new Random(1).NextBytes(content);
            await Write(client, content);
            await ReceiveAndCommit(client);
            await Ended<Finished>();
            Assert.Equal(content, await System.IO.File.ReadAllBytesAsync(Path.Combine(root.FullName, File.Name)));
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_leave_nothing_on_disk_of_an_upload_that_was_cut()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            var client = await Open(Upload(await storage.OpenWrite(File, WriteMode.Create, 0, CancellationToken.None)));
            await Write(client, new byte[3_000_000]);
            Reset(client);
            await Ended<Failed>();
            Assert.Empty(root.EnumerateFileSystemInfos());
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_store_ASCII_and_count_what_came_over_the_wire()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer, ascii: true));
        await Write(client, "a\r\nb\nc\r\n"u8.ToArray());
        await ReceiveAndCommit(client);
        Assert.Equal(new Finished(Id, 8), await Ended<Finished>());
        Assert.Equal("a\nb\nc\n"u8.ToArray(), writer.Written);
    }

    [Fact]
    public async Task TransferActor_should_commit_an_upload_of_no_bytes()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await ReceiveAndCommit(client);
        Assert.Equal(new Finished(Id, 0), await Ended<Finished>());
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_the_peer_resets_an_upload()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        Reset(client);
        var failed = await Ended<Failed>();
        Assert.Equal(DataConnectionFault.Lost, Assert.IsType<DataConnectionException>(failed.Cause).Fault);
        Assert.Equal(1000, failed.Bytes);
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_roll_back_and_cut_the_connection_when_the_storage_fails()
    {
        var full = new StorageException(StorageFault.NoSpace, "Full.");
        var writer = new GatedWriter { OnWrite = () => Task.FromException(full) };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await AssertCut(client);
        var failed = await Ended<Failed>();
        Assert.Same(full, failed.Cause);
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_fail_as_a_storage_in_memory_that_is_full_does()
    {
        var storage = new MemoryStorage(capacity: 1000);
        var client = await Open(Upload(await storage.OpenWrite(File, WriteMode.Create, 0, CancellationToken.None)));
        await Write(client, new byte[2000]);
        var failed = await Ended<Failed>();
        Assert.Equal(StorageFault.NoSpace, Assert.IsType<StorageException>(failed.Cause).Fault);
        await AssertCut(client);
        Assert.Empty(await storage.List(FtpPath.Root).RunWith(Sink.Seq<FtpEntry>(), _materializer));
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_the_commit_fails()
    {
        var full = new StorageException(StorageFault.NoSpace, "Full.");
        var writer = new GatedWriter { OnCommit = () => Task.FromException(full) };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await ReceiveAndCommit(client);
        Assert.Equal(new Failed(Id, 1000, full), await Ended<Failed>());
        AssertRolledBack(writer, commits: 1);
    }

    [Fact]
    public async Task TransferActor_should_fail_as_the_commit_does_however_long_it_took()
    {
        var committed = new TaskCompletionSource();
        var writer = new GatedWriter { OnCommit = () => committed.Task };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await ReceiveAndCommit(client);
        await writer.Committing.WaitAsync(Patience);
        await PassTime(2 * _timeouts.Stalled);
        var full = new StorageException(StorageFault.NoSpace, "Full.");
        committed.SetException(full);
        Assert.Equal(new Failed(Id, 1000, full), await Ended<Failed>());
    }

    [Fact]
    public async Task TransferActor_should_close_everything_and_keep_the_bytes_when_the_roll_back_fails()
    {
        var writer = new GatedWriter { OnRollBack = () => Task.FromException(new InvalidOperationException("A defect.")) };
        var client = await Open(Upload(writer));
        await Write(client, new byte[1000]);
        await writer.Writing.WaitAsync(Patience);
        Reset(client);
        var failed = await Ended<Failed>();
        Assert.IsType<InvalidOperationException>(failed.Cause);
        Assert.Equal(1000, failed.Bytes);
        AssertRolledBack(writer);
    }

    private static async Task Write(Socket client, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await client.SendAsync(bytes.AsMemory(sent), SocketFlags.None);
    }
}
