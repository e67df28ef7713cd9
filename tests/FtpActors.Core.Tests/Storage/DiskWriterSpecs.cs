using FtpActors.Core.Blocking;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class DiskWriterSpecs : DiskSpecBase
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(false, 3)]
    public async Task DiskWriter_should_withdraw_also_when_what_arrived_cannot_be_written(bool keeps, long length)
    {
        File.WriteAllBytes(OnDisk("f"), Bytes((int)length));
        await using var threads = new BlockingThreads(1, "writing");
        var writer = new Unwritable(new DiskFile(File.OpenRead(OnDisk("f")), threads, At("/f")), keeps);
        writer.Give(Chunks(Bytes(10)).Single());

        await writer.RollBack();

        Assert.True(writer.IsWithdrawn);
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task A_broken_small_upload_should_leave_what_a_full_replacement_would_have_replaced()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(5));
        var storage = new DiskStorage(Options with { AtomicUploads = false, Partial = PartialUploads.Discard });
        await using (var writer = (IWholeWriter)await storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default))
        {
            writer.Give(Chunks(Bytes(10)).Single());
            await writer.RollBack();
        }

        Assert.Equal(Bytes(5), File.ReadAllBytes(OnDisk("f")));
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task Undoing_a_small_upload_twice_should_give_its_buffer_back_once()
    {
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        writer.Give(Chunks(Bytes(10)).Single());
        await writer.Undo();
        await writer.Undo();
        Assert.Empty(NamesOnDisk());
        await NoBufferIsLeft();
    }

    /// <summary>On a file that is open for reading: as a disk that is full.</summary>
    private sealed class Unwritable(DiskFile file, bool keeps) : DiskWriter(file, 0)
    {
        public bool IsWithdrawn { get; private set; }

        protected override bool KeepsWhatArrived => keeps;

        protected override void Publish() => throw new InvalidOperationException();

        protected override void Withdraw() => IsWithdrawn = true;
    }
}
