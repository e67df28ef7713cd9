using System.Net.Sockets;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Transfers;
using FtpActors.TestKit;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <content>Limits go by a clock of their own, which stands still unless a spec advances it.</content>
public sealed partial class TransferActorSpecs
{
    private readonly ManualTime _limitTime = new();

    [Fact]
    public async Task TransferActor_should_send_no_faster_than_its_throttles_allow()
    {
        var throttle = Limit(1000);
        var client = await OpenThrottled(Download(Chunks(1)), throttle, Limit(1_000_000));
        _limitTime.Advance(TimeSpan.FromSeconds(10), () => Waits(throttle));
        Assert.InRange(_progress.Bytes, 9_500, 10_500);
        throttle.Limit = null;
        Assert.Equal(64 * 1024, (await ReadToEnd(client)).Length);
        Assert.Equal(new Finished(Id, 64 * 1024), await Ended<Finished>());
    }

    [Fact]
    public async Task TransferActor_should_take_from_the_peer_no_more_than_its_throttles_allow()
    {
        var (throttle, writer) = (Limit(20_000), new GatedWriter());
        var client = await OpenThrottled(Upload(writer), throttle);
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        var writing = Write(client, content);
        _limitTime.Advance(TimeSpan.FromSeconds(10), () => Waits(throttle));
        Assert.InRange(_progress.Bytes, 190_000, 212_000);
        throttle.Limit = null;
        await writing.WaitAsync(Patience);
        await ReceiveAndCommit(client);
        Assert.Equal(new Finished(Id, content.Length), await Ended<Finished>());
        AssertCommitted(writer);
    }

    [Fact]
    public async Task TransferActor_should_send_a_file_by_small_regions_under_a_limit()
    {
        await WithFile(20_000_000, async reader =>
        {
            var throttle = Limit(1_000_000);
            var client = await OpenThrottled(Download(reader), throttle);
            _limitTime.Advance(TimeSpan.FromSeconds(1), () => Waits(throttle));
            Assert.InRange(_progress.Bytes, 950_000, 1_100_000);
            Assert.InRange(_transport!.LargestRegion, 1, 100_000);
            throttle.Limit = null;
            Assert.Equal(20_000_000, (await ReadToEnd(client)).Length);
            Assert.Equal(new Finished(Id, 20_000_000), await Ended<Finished>());
        });
    }

    [Fact]
    public async Task TransferActor_should_send_a_file_by_whole_regions_without_a_limit()
    {
        await WithFile(20_000_000, async reader =>
        {
            var client = await OpenThrottled(Download(reader), Limit(null), Limit(null));
            Assert.Equal(20_000_000, (await ReadToEnd(client)).Length);
            await Ended<Finished>();
            Assert.Equal((2, 16 * 1024 * 1024), (_transport!.Regions, _transport.LargestRegion));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransferActor_should_abort_at_once_while_a_limit_holds_it_back(bool isDownload)
    {
        var (throttle, writer) = (Limit(1), new GatedWriter());
        var client = await OpenThrottled(isDownload ? Download(Chunks(1)) : Upload(writer), throttle);
        if (!isDownload)
            await Write(client, new byte[1000]);
        Waits(throttle);
        _transfer.Tell(new Abort("ABOR"), _session);
        await Ended<Aborted>();
        Assert.Equal(0, throttle.Waiting);
        if (!isDownload)
            AssertRolledBack(writer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransferActor_should_not_take_a_transfer_for_stalled_that_a_limit_holds_back(bool isDownload)
    {
        var (throttle, writer) = (Limit(1), new GatedWriter());
        var client = await OpenThrottled(isDownload ? Download(Chunks(1)) : Upload(writer), throttle);
        if (!isDownload)
            await Write(client, new byte[1000]);
        Waits(throttle);
        await AwaitAssertAsync(() => Assert.True(_progress.IsHeldBack));
        await PassTime(10 * _timeouts.Stalled);
        Assert.False(_session.HasMessages);
        throttle.Limit = null;
        if (isDownload)
            await ReadToEnd(client);
        else
            await ReceiveAndCommit(client);
        await Ended<Finished>();
    }

    [Fact]
    public async Task TransferActor_should_take_a_peer_that_is_slower_than_the_limit_for_stalled()
    {
        var client = await OpenThrottled(Upload(new GatedWriter()), Limit(1_000_000));
        await Write(client, new byte[10]);
        await AwaitAssertAsync(() => Assert.Equal(10, _progress.Bytes));
        await PassTime(10 * _timeouts.Stalled);
        Assert.IsType<TransferStalledException>((await Ended<Failed>()).Cause);
    }

    private static void Waits(Throttle throttle) => Assert.True(SpinWait.SpinUntil(() => throttle.Waiting == 1, Patience));

    private static async Task WithFile(int length, Func<IStorageReader, Task> spec)
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using (var file = System.IO.File.Create(Path.Combine(root.FullName, File.Name)))
                file.SetLength(length);
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await spec(await storage.OpenRead(File, 0, CancellationToken.None));
        }
        finally
        {
            root.Delete(true);
        }
    }

    private Throttle Limit(long? bytesPerSecond) => new(bytesPerSecond, _limitTime);

    private Task<Socket> OpenThrottled(TransferPlan plan, params Throttle[] throttles)
    {
        _throttles = [.. throttles];
        return Open(plan);
    }
}
