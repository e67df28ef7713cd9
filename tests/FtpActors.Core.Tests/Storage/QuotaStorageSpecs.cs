using Akka.Streams;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.TestKit;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class QuotaStorageSpecs : StorageSpecBase
{
    private readonly MemoryStorage _files = new();
    private readonly ManualTime _time = new();
    private int _counted;

    protected override IFtpStorage CreateStorage() => Limited(1_000_000_000);

    [Fact]
    public async Task QuotaStorage_should_take_no_more_than_is_allotted()
    {
        var storage = Limited(100);
        await Upload(storage, "/a", 60);
        await Refused(Upload(storage, "/b", 41), StorageFault.QuotaExceeded);
        await Upload(storage, "/b", 40);
        await Refused(Upload(storage, "/c", 1), StorageFault.QuotaExceeded);
        Assert.Equal(new StorageQuota(100, 100, 2), await storage.Quota(default));
        Assert.Equal(0, await storage.AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public async Task QuotaStorage_should_count_what_is_there_before_the_first_upload_and_not_again_without_need()
    {
        var storage = Limited(100);
        await _files.MakeDirectory(At("/d"), default);
        await Upload(_files, "/d/old", 90);
        await Refused(Upload(storage, "/a", 11), StorageFault.QuotaExceeded);
        await Upload(storage, "/a", 5);
        await Upload(storage, "/b", 5);
        Assert.Equal(1, _counted);
    }

    [Fact]
    public async Task QuotaStorage_should_give_room_again_for_what_was_removed_or_replaced()
    {
        var storage = Limited(100);
        await Upload(storage, "/a", 60);
        await storage.Delete(At("/a"), default);
        await Upload(storage, "/a", 40);
        await Upload(storage, "/a", 10);
        await Upload(storage, "/b", 90);
        Assert.Equal(100, (await storage.Quota(default))!.Used);
    }

    [Fact]
    public async Task QuotaStorage_should_notice_in_time_that_others_removed_something()
    {
        var storage = Limited(100);
        await Upload(storage, "/a", 100);
        Assert.Equal(100, (await storage.Quota(default))!.Used);
        await _files.Delete(At("/a"), default);
        await Refused(Upload(storage, "/b", 1), StorageFault.QuotaExceeded);
        _time.Advance(QuotaUsage.Lifetime);
        await Upload(storage, "/b", 100);
    }

    [Fact]
    public async Task QuotaStorage_should_count_uploads_under_way_of_all_who_share_it()
    {
        var usage = Usage(100);
        var (one, other) = (QuotaStorage.Of(_files, usage), QuotaStorage.Of(_files, usage));
        await using (var writer = await one.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(60));
            await Refused(Upload(other, "/b", 41), StorageFault.QuotaExceeded);
            await writer.RollBack();
        }

        await Upload(other, "/b", 100);
    }

    [Fact]
    public async Task QuotaStorage_should_let_bytes_that_are_there_be_written_over()
    {
        var storage = Limited(100);
        await Upload(storage, "/a", 100);
        await using (var writer = await storage.OpenOver(At("/a"), 50, default))
        {
            await Write(writer, Bytes(50, seed: 2));
            await writer.Commit(default);
        }

        await using var more = await storage.OpenOver(At("/a"), 50, default);
        await Refused(Write(more, Bytes(51)), StorageFault.QuotaExceeded);
    }

    [Fact]
    public async Task QuotaStorage_should_make_no_more_files_than_are_allotted()
    {
        var storage = QuotaStorage.Of(_files, Usage(long.MaxValue, files: 2));
        await storage.MakeDirectory(At("/d"), default);
        await Upload(storage, "/a", 1);
        await Upload(storage, "/d/b", 1);
        await Refused(Upload(storage, "/c", 1), StorageFault.QuotaExceeded);
        Assert.Equal(new StorageQuota(2, null, 2, 2), await storage.Quota(default));
        Assert.Null(await storage.AvailableBytes(FtpPath.Root, default));

        await Upload(storage, "/a", 5);
        await storage.Rename(At("/a"), At("/d/b"), default);
        await Upload(storage, "/c", 1);
        await Refused(Upload(storage, "/e", 1), StorageFault.QuotaExceeded);
    }

    [Fact]
    public async Task QuotaStorage_should_have_room_again_for_files_that_were_not_kept()
    {
        var storage = QuotaStorage.Of(_files, Usage(long.MaxValue, files: 1));
        await Refused(storage.OpenWrite(At("/missing/a"), WriteMode.Create, 0, default), StorageFault.NotFound);
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Refused(storage.OpenWrite(At("/b"), WriteMode.Create, 0, default), StorageFault.QuotaExceeded);
            await writer.RollBack();
        }

        await Upload(storage, "/b", 1);
    }

    [Fact]
    public async Task QuotaStorage_should_try_to_count_again_when_it_could_not()
    {
        var isBroken = true;
        var usage = new QuotaUsage(() => isBroken ? Task.FromException<QuotaAmount>(new StorageException(StorageFault.Unavailable, "Away.")) : Task.FromResult(default(QuotaAmount)), _time)
        {
            Limit = new(100, long.MaxValue),
        };
        var storage = QuotaStorage.Of(_files, usage);
        await Refused(Upload(storage, "/a", 1), StorageFault.Unavailable);
        isBroken = false;
        await Upload(storage, "/a", 1);
    }

    [Fact]
    public void QuotaStorage_should_have_the_abilities_of_what_it_wraps()
    {
        Assert.IsAssignableFrom<ITimedStorage>(Limited(1));
        Assert.IsNotAssignableFrom<IResumableStorage>(Limited(1));
        Assert.IsNotAssignableFrom<ITimedStorage>(QuotaStorage.Of(new GatedStorage(_files), Usage(1)));
        Assert.False(QuotaStorage.Of(new GatedStorage(_files), Usage(1)).KeepsModes);
    }

    private QuotaStorage Limited(long limit) => QuotaStorage.Of(_files, Usage(limit));

    private QuotaUsage Usage(long limit, long files = long.MaxValue) => new(Count, _time) { Limit = new(limit, files) };

    private Task<QuotaAmount> Count()
    {
        _counted++;
        return TreeSize.Of(_files, Sys.Materializer());
    }

    private async Task Upload(IFtpStorage storage, string path, int count)
    {
        await using var writer = await storage.OpenWrite(At(path), WriteMode.Replace, 0, default);
        await Write(writer, Bytes(count));
        await writer.Commit(default);
    }
}
