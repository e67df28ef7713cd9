using System.Text;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <content>Listings: the first lines go without a stream.</content>
public sealed partial class TransferActorSpecs
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task TransferActor_should_send_a_listing_of_any_length(int count)
    {
        var entries = new EntriesInSteps(count, 20_000);
        var client = await Open(Download(Listing(entries)));
        var text = Encoding.UTF8.GetString(await ReadToEnd(client));
        Assert.Equal(Enumerable.Range(0, count).Select(EntriesInSteps.NameOf), text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(new Finished(Id, text.Length), await Ended<Finished>());
        await AwaitAssertAsync(() => Assert.Equal(1, entries.Disposals));
    }

    [Fact]
    public async Task TransferActor_should_hold_a_listing_to_a_limit()
    {
        var throttle = Limit(1000);
        var client = await OpenThrottled(Download(Listing(new EntriesInSteps(2_000, 2_000))), throttle);
        _limitTime.Advance(TimeSpan.FromSeconds(10), () => Waits(throttle));
        Assert.InRange(_progress.Bytes, 9_500, 10_500);
        throttle.Limit = null;
        Assert.Equal(24_000, (await ReadToEnd(client)).Length);
        await Ended<Finished>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task TransferActor_should_abort_a_listing_that_waits_for_entries(int steps)
    {
        using var gate = new SemaphoreSlim(steps);
        var entries = new EntriesInSteps(100, 10, gate);
        var client = await Open(Download(Listing(entries)));
        await AwaitAssertAsync(() => Assert.Equal(steps + 1, entries.Reads));
        _transfer.Tell(new Abort("ABOR"), _session);
        await Ended<Aborted>();
        await AssertCut(client);
        gate.Release();
        await AwaitAssertAsync(() => Assert.Equal(1, entries.Disposals));
    }

    private static ListingReader Listing(IEntryReader entries) => new(entries, (in entry, output) => NameListing.WriteLine("", entry, output));
}
