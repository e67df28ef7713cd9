using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class MemoryStorageSpecs : StorageSpecBase
{
    protected override IFtpStorage CreateStorage() => new MemoryStorage();

    [Fact]
    public async Task MemoryStorage_should_refuse_what_exceeds_its_capacity_and_take_it_when_there_is_room_again()
    {
        var storage = new MemoryStorage(capacity: 100);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(60));
            await writer.Commit(default);
        }

        await using (var writer = await storage.OpenWrite(At("/b"), WriteMode.Create, 0, default))
        {
            await Refused(Write(writer, Bytes(41)), StorageFault.NoSpace);
            Assert.Equal(40, await storage.AvailableBytes(FtpPath.Root, default));
            await writer.RollBack();
        }

        await storage.Delete(At("/a"), default);
        Assert.Equal(100, await storage.AvailableBytes(FtpPath.Root, default));
        await using (var writer = await storage.OpenWrite(At("/b"), WriteMode.Create, 0, default))
            await Write(writer, Bytes(100));
        Assert.Equal(100, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_count_replaced_and_cut_content_no_more()
    {
        var storage = new MemoryStorage(capacity: 1000);
        foreach (var (mode, count, offset) in new[] { (WriteMode.Replace, 300, 0L), (WriteMode.Replace, 200, 0), (WriteMode.Resume, 10, 50) })
        {
            await using var writer = await storage.OpenWrite(At("/a"), mode, offset, default);
            await Write(writer, Bytes(count));
            await writer.Commit(default);
        }

        Assert.Equal(940, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_take_its_times_from_the_clock_it_is_given()
    {
        var clock = new FixedClock(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var storage = new MemoryStorage(time: clock);
        await storage.MakeDirectory(At("/d"), default);
        Assert.Equal(clock.Now.UtcDateTime, (await storage.Stat(At("/d"), default)).Modified);
        clock.Now += TimeSpan.FromHours(1);
        await storage.MakeDirectory(At("/d/e"), default);
        Assert.Equal(clock.Now.UtcDateTime, (await storage.Stat(At("/d"), default)).Modified);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
