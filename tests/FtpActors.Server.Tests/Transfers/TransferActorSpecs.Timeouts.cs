using System.Threading.Channels;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_give_up_connecting_when_it_takes_too_long()
    {
        var reader = Chunks(1);
        await Start(Download(reader));
        await PassTime(_timeouts.DataConnect - TimeSpan.FromMilliseconds(1));
        Assert.False(_connector.Cancelled.IsCompleted);
        await PassTime(TimeSpan.FromMilliseconds(1));
        await _connector.Cancelled.WaitAsync(Patience);
        var failed = await Ended<Failed>();
        Assert.Equal(DataConnectionFault.NotOpened, Assert.IsType<DataConnectionException>(failed.Cause).Fault);
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_connecting_takes_too_long()
    {
        var writer = new GatedWriter();
        await Start(Upload(writer));
        await PassTime(_timeouts.DataConnect);
        await Ended<Failed>();
        AssertRolledBack(writer);
    }

    [Fact]
    public async Task TransferActor_should_wait_for_the_connection_for_ever_when_the_timeout_is_off()
    {
        _timeouts = _timeouts with { DataConnect = Timeout.InfiniteTimeSpan };
        await Start(Download(Chunks(1)));
        await PassTime(TimeSpan.FromHours(1));
        await ReadToEnd(await Connect());
        Assert.IsType<Opened>(await _session.ExpectMsgAsync<Opened>(Patience));
        await Ended<Finished>();
    }

    [Fact]
    public async Task TransferActor_should_forget_the_connect_timeout_once_the_connection_is_open()
    {
        var read = new TaskCompletionSource<TransferChunk?>();
        var client = await Open(Download(new GatedReader(_ => read.Task)));
        await PassTime(_timeouts.DataConnect);
        read.SetResult(null);
        await ReadToEnd(client);
        await Ended<Finished>();
    }

    [Fact]
    public async Task TransferActor_should_fail_a_download_that_the_peer_does_not_read()
    {
        var reader = Chunks(100_000);
        await Open(Download(reader));
        await AwaitSilence();
        await PassTime(10 * _timeouts.Stalled);
        Assert.IsType<TransferStalledException>((await Ended<Failed>()).Cause);
        AssertClosed(reader);
    }

    [Fact]
    public async Task TransferActor_should_fail_an_upload_that_the_peer_does_not_write()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await Write(client, new byte[10]);
        await writer.Writing.WaitAsync(Patience);
        await PassTime(10 * _timeouts.Stalled);
        var failed = await Ended<Failed>();
        Assert.IsType<TransferStalledException>(failed.Cause);
        Assert.Equal(10, failed.Bytes);
        AssertRolledBack(writer);
        await AssertCut(client);
    }

    [Fact]
    public async Task TransferActor_should_not_fail_before_the_silence_has_lasted()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        await PassTime(_timeouts.Stalled - TimeSpan.FromMilliseconds(1));
        await ReceiveAndCommit(client);
        await Ended<Finished>();
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_let_bytes_move_as_slowly_as_they_like()
    {
        var writer = new GatedWriter();
        var client = await Open(Upload(writer));
        for (var i = 1; i <= 10; i++)
        {
            await Write(client, [1]);
            await AwaitAssertAsync(() => Assert.Equal(i, _progress.Bytes));
            await PassTime(_timeouts.Stalled * 0.9);
        }

        await ReceiveAndCommit(client);
        Assert.Equal(new Finished(Id, 10), await Ended<Finished>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-t")]
    public async Task TransferActor_should_let_a_listing_find_its_entries_as_slowly_as_it_likes(string options)
    {
        var entries = Channel.CreateUnbounded<FtpEntry>();
        var progress = new ListingProgress();
        var sorted = ListingOptions.Parse(options).Sorted(ChannelSource.FromReader(entries.Reader), progress);
        await Open(Download(new ListingReader(sorted, (in entry, output) => NameListing.WriteLine("", entry, output), progress: progress)));
        for (var i = 1; i <= 10; i++)
        {
            var before = _progress.Activity;
            entries.Writer.TryWrite(new FtpEntry { Name = "a", Kind = FtpEntryKind.File, Modified = default });
            await AwaitAssertAsync(() => Assert.True(_progress.Activity > before));
            await PassTime(_timeouts.Stalled * 0.9);
        }

        Assert.False(_session.HasMessages);
        Assert.Equal(0, _progress.Bytes);
        await PassTime(2 * _timeouts.Stalled);
        Assert.IsType<TransferStalledException>((await Ended<Failed>()).Cause);
    }

    [Fact]
    public async Task TransferActor_should_let_the_peer_read_a_file_on_disk_as_slowly_as_it_likes()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using (var file = System.IO.File.Create(Path.Combine(root.FullName, File.Name)))
                file.SetLength(100_000_000);
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            var client = await Open(Download(await storage.OpenRead(File, 0, CancellationToken.None)));
            await AwaitSilence();
            var (bytes, steps) = (_progress.Bytes, 0);
            for (; _progress.Bytes == bytes || steps < 4; steps++)
            {
                var before = _progress.Activity;
                while (_progress.Activity == before)
                    await client.ReceiveAsync(new byte[64 * 1024]).WaitAsync(Patience);
                await PassTime(_timeouts.Stalled * 0.9);
                Assert.False(_session.HasMessages);
            }

            _transfer.Tell(new Abort("ABOR"), _session);
            await Ended<Aborted>();
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_bear_any_silence_when_the_timeout_is_off()
    {
        _timeouts = _timeouts with { Stalled = Timeout.InfiniteTimeSpan };
        var client = await Open(Upload(new GatedWriter()));
        await PassTime(TimeSpan.FromHours(1));
        await ReceiveAndCommit(client);
        await Ended<Finished>();
    }

    /// <summary>Time passes in small steps, and the actor sees each; no longer than until the session hears something.</summary>
    private async Task PassTime(TimeSpan time)
    {
        var step = TimeSpan.FromSeconds(5);
        await Settled();
        for (; time > TimeSpan.Zero && !_session.HasMessages; time -= step)
        {
            Time.Advance(time < step ? time : step);
            await Settled();
        }
    }

    /// <summary>The kernel takes no more.</summary>
    private async Task AwaitSilence()
    {
        var bytes = -1L;
        await AwaitConditionAsync(
            () =>
            {
                var before = bytes;
                return Task.FromResult((bytes = _progress.Bytes) == before && bytes > 0);
            },
            Patience);
    }
}
