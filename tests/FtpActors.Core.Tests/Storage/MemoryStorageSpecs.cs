using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class MemoryStorageSpecs : StorageSpecBase
{
    /// <summary>Bytes that a file or directory takes besides its content.</summary>
    private const int Entry = 512;

    protected override IFtpStorage CreateStorage() => new MemoryStorage();

    [Fact]
    public async Task MemoryStorage_should_refuse_what_exceeds_its_capacity_and_take_it_when_there_is_room_again()
    {
        var storage = new MemoryStorage(capacity: 100 + (2 * Entry));
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
        Assert.Equal(100 + (2 * Entry), await storage.AvailableBytes(FtpPath.Root, default));
        await using (var writer = await storage.OpenWrite(At("/b"), WriteMode.Create, 0, default))
            await Write(writer, Bytes(100 + Entry));
        Assert.Equal(100 + (2 * Entry), await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_count_replaced_and_cut_content_no_more()
    {
        var storage = new MemoryStorage(capacity: 2000);
        foreach (var (mode, count, offset) in new[] { (WriteMode.Replace, 300, 0L), (WriteMode.Replace, 200, 0), (WriteMode.Resume, 10, 50) })
        {
            await using var writer = await storage.OpenWrite(At("/a"), mode, offset, default);
            await Write(writer, Bytes(count));
            await writer.Commit(default);
        }

        Assert.Equal(2000 - Entry - 60, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_count_files_and_directories_themselves()
    {
        var storage = new MemoryStorage(capacity: 3 * Entry);
        foreach (var directory in new[] { "/a", "/a/b", "/c" })
            await storage.MakeDirectory(At(directory), default);
        await Refused(storage.MakeDirectory(At("/d"), default), StorageFault.NoSpace);
        await Refused(storage.OpenWrite(At("/f"), WriteMode.Create, 0, default), StorageFault.NoSpace);
        await Refused(storage.MakeDirectory(At("/c"), default), StorageFault.AlreadyExists);
        await storage.RemoveDirectory(At("/a/b"), default);
        await using (var writer = await storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
            await writer.Commit(default);
        Assert.Equal(0, await storage.AvailableBytes(FtpPath.Root, default));
        await storage.Delete(At("/f"), default);
        Assert.Equal(Entry, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MemoryStorage_should_take_no_more_of_an_upload_whose_file_is_gone(bool isReplaced)
    {
        var storage = new MemoryStorage(capacity: 5000);
        await Put(storage, "/f", 10);
        await using (var writer = await storage.OpenWrite(At("/f"), WriteMode.Append, 0, default))
        {
            await (isReplaced ? Put(storage, "/f", 20) : storage.Delete(At("/f"), default));
            await Refused(Write(writer, Bytes(60_000)), StorageFault.NotFound);
            await writer.RollBack();
        }

        Assert.Equal(isReplaced ? 5000 - Entry - 20 : 5000, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_count_what_is_still_read()
    {
        var storage = new MemoryStorage(capacity: 5000);
        await Put(storage, "/f", 4000);
        var readers = new[] { await storage.OpenRead(At("/f"), 0, default), await storage.OpenRead(At("/f"), 0, default) };
        await storage.Delete(At("/f"), default);
        Assert.Equal(5000 - Entry - 4000, await storage.AvailableBytes(FtpPath.Root, default));
        Assert.Equal(Bytes(4000), await Read(readers[0]));
        await readers[0].DisposeAsync();
        await readers[0].DisposeAsync();
        Assert.Equal(5000 - Entry - 4000, await storage.AvailableBytes(FtpPath.Root, default));
        await readers[1].DisposeAsync();
        Assert.Equal(5000, await storage.AvailableBytes(FtpPath.Root, default));
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

    private async Task Put(MemoryStorage storage, string path, int count)
    {
        await using var writer = await storage.OpenWrite(At(path), WriteMode.Replace, 0, default);
        await Write(writer, Bytes(count));
        await writer.Commit(default);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public async Task MemoryStorage_should_count_what_readers_still_see_of_what_was_written_over()
    {
        const int Megabyte = 1 << 20;
        var storage = new MemoryStorage(capacity: (2 * Megabyte) + Entry);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(Megabyte));
            await writer.Commit(default);
        }

        var before = await storage.OpenRead(At("/a"), 0, default);
        await WriteOver(storage, Bytes(Megabyte, seed: 2));
        Assert.Equal(0, await storage.AvailableBytes(FtpPath.Root, default));
        var between = await storage.OpenRead(At("/a"), 0, default);
        await Refused(WriteOver(storage, Bytes(Megabyte, seed: 3)), StorageFault.NoSpace);
        Assert.Equal(Bytes(Megabyte), await Read(before));
        Assert.Equal(Bytes(Megabyte, seed: 2), await Read(between));

        await before.DisposeAsync();
        await between.DisposeAsync();
        Assert.Equal(Megabyte, await storage.AvailableBytes(FtpPath.Root, default));
        await WriteOver(storage, Bytes(Megabyte, seed: 3));
        Assert.Equal(Megabyte, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task MemoryStorage_should_copy_a_block_once_for_a_reader_however_small_the_pieces_are()
    {
        const int Block = 64 * 1024;
        var storage = new MemoryStorage(capacity: 10_000_000);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(2 * Block));
            await writer.Commit(default);
        }

        await using var reader = await storage.OpenRead(At("/a"), 0, default);
        await using (var writer = await ((IRangeStorage)storage).OpenOver(At("/a"), 0, default))
        {
            await Source.From(Chunks(Bytes(300, seed: 2), chunkSize: 1)).RunWith(writer.Content, Sys.Materializer());
            await writer.Commit(default);
        }

        Assert.Equal(10_000_000 - Entry - (3 * Block), await storage.AvailableBytes(FtpPath.Root, default));
        Assert.Equal(Bytes(2 * Block), await Read(reader));
    }

    [Fact]
    public async Task MemoryStorage_should_count_what_readers_still_see_of_what_was_cut_and_written_anew()
    {
        var storage = new MemoryStorage(capacity: 1000 + Entry);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(400));
            await writer.Commit(default);
        }

        await using var reader = await storage.OpenRead(At("/a"), 0, default);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Resume, 300, default))
        {
            await Write(writer, Bytes(10));
            await writer.Commit(default);
        }

        Assert.Equal(1000 - 400 - 310, await storage.AvailableBytes(FtpPath.Root, default));
        Assert.Equal(Bytes(400), await Read(reader));
    }

    private async Task WriteOver(MemoryStorage storage, byte[] bytes)
    {
        await using var writer = await storage.OpenOver(At("/a"), 0, default);
        await Write(writer, bytes);
        await writer.Commit(default);
    }
}
