using System.Text;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_say_Opened_before_any_byte_moves()
    {
        var read = new TaskCompletionSource<TransferChunk?>();
        var reader = new GatedReader(index => index == 0 ? read.Task : End());
        await Start(Download(reader));
        Assert.False(_session.HasMessages);
        var client = await Connect();
        Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
        Assert.Equal(0, _progress.Bytes);
        read.SetResult(Pooled(10));
        Assert.Equal(10, (await ReadToEnd(client)).Length);
        Assert.Equal(new Finished(Id, 10), await Ended<Finished>());
        AssertClosed(reader);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task TransferActor_should_send_a_file_in_memory(string address)
    {
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        var reader = await (await Stored(new MemoryStorage(), content)).OpenRead(File, 0, CancellationToken.None);
        var client = await Open(Download(reader), address);
        Assert.Equal(content, await ReadToEnd(client));
        Assert.Equal(new Finished(Id, content.Length), await Ended<Finished>());
        Assert.Equal(content.Length, _progress.Bytes);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task TransferActor_should_send_a_file_on_disk_by_regions(string address)
    {
        var content = new byte[20_000_000];
        new Random(1).NextBytes(content);
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await System.IO.File.WriteAllBytesAsync(Path.Combine(root.FullName, File.Name), content);
            var reader = Assert.IsAssignableFrom<IRegionReader>(await storage.OpenRead(File, 3, CancellationToken.None));
            var client = await Open(Download(reader), address);
            Assert.Equal(content[3..], await ReadToEnd(client));
            Assert.Equal(new Finished(Id, content.Length - 3), await Ended<Finished>());
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_send_a_file_on_disk_as_ASCII()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await System.IO.File.WriteAllTextAsync(Path.Combine(root.FullName, File.Name), "a\nb\r\nc\n");
            var reader = await storage.OpenRead(File, 0, CancellationToken.None);
            var client = await Open(Download(reader, ascii: true));
            Assert.Equal("a\r\nb\r\nc\r\n", Encoding.ASCII.GetString(await ReadToEnd(client)));
            Assert.Equal(new Finished(Id, 9), await Ended<Finished>());
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_send_an_empty_file()
    {
        var reader = Chunks(0);
        var client = await Open(Download(reader));
        Assert.Empty(await ReadToEnd(client));
        Assert.Equal(new Finished(Id, 0), await Ended<Finished>());
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_fail_with_Lost_when_the_peer_resets_a_download()
    {
        var reader = Chunks(100_000);
        var client = await Open(Download(reader));
        Assert.True(await client.ReceiveAsync(new byte[1000]) > 0);
        Reset(client);
        var failed = await Ended<Failed>();
        Assert.Equal(DataConnectionFault.Lost, Assert.IsType<DataConnectionException>(failed.Cause).Fault);
        Assert.True(failed.Bytes >= 1000);
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_fail_as_the_storage_does_and_cut_the_connection()
    {
        var broken = new StorageException(StorageFault.InputOutput, "Broken.");
        var reader = new GatedReader(index => index == 0 ? Task.FromResult<TransferChunk?>(Pooled(100)) : Task.FromException<TransferChunk?>(broken));
        var client = await Open(Download(reader));
        await AssertCut(client);
        var failed = await Ended<Failed>();
        Assert.Same(broken, failed.Cause.GetBaseException());
        Assert.IsType<StorageException>(failed.Cause);
        Assert.Equal(100, failed.Bytes);
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_fail_as_the_storage_does_although_the_peer_does_not_read()
    {
        var broken = new StorageException(StorageFault.InputOutput, "Broken.");
        var failing = new TaskCompletionSource();
        // The chunk is more than the kernel takes, and the failure is ahead of it.
        var reader = new WatchedReader(Source.Single(Pooled(64 * 1024 * 1024))
            .Merge(Source.FromTask(Fails())));
        await Open(Download(reader));
        failing.SetResult();
        var failed = await Ended<Failed>();
        Assert.IsType<StorageException>(failed.Cause);

        async Task<TransferChunk> Fails()
        {
            await failing.Task;
            throw broken;
        }
    }

    [Theory]
    [InlineData(DataConnectionFault.NotOpened)]
    [InlineData(DataConnectionFault.Lost)]
    public async Task TransferActor_should_fail_as_the_connector_does(DataConnectionFault fault)
    {
        var reader = Chunks(1);
        await Start(Download(reader));
        var refused = new DataConnectionException(fault, "Refused.");
        _connector.Fail(refused);
        Assert.Equal(new Failed(Id, 0, refused), await Ended<Failed>());
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_the_connector_fails()
    {
        var writer = new GatedWriter();
        await Start(Upload(writer));
        _connector.Fail(new DataConnectionException(DataConnectionFault.NotOpened, "Refused."));
        await Ended<Failed>();
        AssertRolledBack(writer);
    }

    private async Task<IFtpStorage> Stored(IFtpStorage storage, byte[] content)
    {
        await using var writer = await storage.OpenWrite(File, WriteMode.Create, 0, CancellationToken.None);
        await Source.Single(TransferChunk.Of(content)).RunWith(writer.Content, _materializer);
        await writer.Commit(CancellationToken.None);
        return storage;
    }
}
