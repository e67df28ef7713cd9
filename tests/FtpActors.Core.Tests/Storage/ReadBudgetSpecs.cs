using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class ReadBudgetSpecs : DiskSpecBase
{
    [Fact]
    public void ReadBudget_should_take_no_more_than_there_is()
    {
        var budget = new ReadBudget(100);
        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.True(budget.TryTake(40));
        budget.GiveBack(60);
        Assert.Equal(40, budget.Held);
    }

    [Fact]
    public async Task Small_files_should_be_read_when_opened_only_as_long_as_there_is_room()
    {
        const int Size = 40_000;
        File.WriteAllBytes(OnDisk("f"), Bytes(Size));
        File.WriteAllBytes(OnDisk("tiny"), Bytes(1));
        var before = ReadBudget.Shared.Held;
        var readers = new List<IStorageReader>();
        while (readers.Count < 3000 && (readers.Count == 0 || readers[^1] is IWholeReader))
            readers.Add(await Storage.OpenRead(At("/f"), 0, default));

        Assert.InRange(readers.Count, 900, 1100);
        Assert.Equal(Bytes(Size), await Read(readers[^1]));
        Assert.Equal(Bytes(Size), await Read(readers[0]));
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
            await reader.DisposeAsync();
        }

        Assert.Equal(before, ReadBudget.Shared.Held);
        await using (var tiny = await Storage.OpenRead(At("/tiny"), 0, default))
            Assert.Equal(before + 2, ReadBudget.Shared.Held);
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task A_small_file_that_cannot_be_read_should_take_nothing()
    {
        var before = ReadBudget.Shared.Held;
        await Refused(Storage.OpenRead(At("/missing"), 0, default), StorageFault.NotFound);
        await (await Storage.OpenWrite(At("/empty"), WriteMode.Create, 0, default)).Commit(default);
        await using var reader = await Storage.OpenRead(At("/empty"), 0, default);
        Assert.Equal(before, ReadBudget.Shared.Held);
    }
}
