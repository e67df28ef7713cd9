using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage.Disk;

/// <summary>Uploads over a file that is there, of which the system then knows enough not to open anything at first.</summary>
[Collection(StorageCollection.Name)]
public class LateWriterSpecs : DiskSpecBase
{
    private const string Part = ".in.f.part";

    private PartialUploads _partial = PartialUploads.Discard;

    public LateWriterSpecs()
        : this(null)
    {
    }

    protected LateWriterSpecs(string? parent)
        : base(parent) => File.WriteAllBytes(OnDisk("f"), Bytes(5));

    protected override DiskStorageOptions Options => base.Options with { Partial = _partial };

    [Fact]
    public async Task Nothing_should_be_made_before_there_is_something_to_write()
    {
        await using var writer = await Open();
        if (IsOffered)
            Assert.Equal(["f"], NamesOnDisk());
        await Write(writer, Bytes(10));
        Assert.Equal([Part, "f"], NamesOnDisk());
        await writer.Commit(default);
        await IsThere(Bytes(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60_000)]
    public async Task What_is_given_whole_should_be_there_once_it_is_committed(int size)
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(OnDisk("f"), Mode);
        await using var writer = await Open();
        if (size > 0)
            writer.Give(Chunks(Bytes(size)).Single());
        await writer.Commit(default);
        await IsThere(Bytes(size));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Mode, File.GetUnixFileMode(OnDisk("f")));
        await writer.RollBack();
        await IsThere(Bytes(size));
    }

    [Fact]
    public async Task A_new_file_should_be_there_once_it_is_committed()
    {
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/new"), WriteMode.Create, 0, default);
        writer.Give(Chunks(Bytes(10)).Single());
        await writer.Commit(default);
        Assert.Equal(Bytes(10), await Get("/new"));
        Assert.Equal(["f", "new"], NamesOnDisk());
    }

    [Fact]
    public async Task A_file_that_came_into_being_meanwhile_should_not_be_replaced()
    {
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/new"), WriteMode.Create, 0, default);
        File.WriteAllBytes(OnDisk("new"), Bytes(3));
        writer.Give(Chunks(Bytes(10)).Single());
        await Refused(writer.Commit(default), StorageFault.AlreadyExists);
        await writer.RollBack();
        Assert.Equal(Bytes(3), await Get("/new"));
        Assert.Equal(["f", "new"], NamesOnDisk());
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task A_part_left_by_a_crash_should_be_overwritten()
    {
        File.WriteAllBytes(OnDisk(Part), Bytes(1000));
        await using var writer = await Open();
        writer.Give(Chunks(Bytes(10)).Single());
        await writer.Commit(default);
        await IsThere(Bytes(10));
    }

    [Fact]
    public async Task A_part_that_another_process_writes_should_be_left_alone()
    {
        await using var other = new FileStream(OnDisk(Part), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using var writer = await Open();
        writer.Give(Chunks(Bytes(10)).Single());
        await writer.Commit(default);
        Assert.Equal(Bytes(10), await Get("/f"));
        Assert.Equal([Part, "f"], NamesOnDisk());
    }

    [Fact]
    public async Task Of_two_at_once_the_last_that_commits_should_stay()
    {
        await using var first = await Open();
        await using var second = await Open();
        await Write(first, Bytes(10));
        second.Give(Chunks(Bytes(20)).Single());
        await second.Commit(default);
        Assert.Equal(Bytes(20), await Get("/f"));
        await first.Commit(default);
        await IsThere(Bytes(10));
    }

    [Fact]
    public async Task A_directory_that_was_moved_should_get_the_file_where_it_is_now()
    {
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(1));
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/d/f"), WriteMode.Replace, 0, default);
        Directory.Move(OnDisk("d"), OnDisk("e"));
        writer.Give(Chunks(Bytes(10)).Single());
        await writer.Commit(default);
        Assert.Equal(Bytes(10), await Get("/e/f"));
        Assert.Equal(["e", "f"], NamesOnDisk());
    }

    [Fact]
    public async Task A_directory_that_was_removed_should_fail_the_commit()
    {
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(1));
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/d/f"), WriteMode.Replace, 0, default);
        writer.Give(Chunks(Bytes(10)).Single());
        if (!IsOffered)
            return;
        Directory.Delete(OnDisk("d"), recursive: true);
        await Refused(writer.Commit(default), StorageFault.NotFound);
        await writer.RollBack();
        await NoBufferIsLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_given_up_should_leave_nothing(bool isWritten)
    {
        await using var writer = await Open();
        if (isWritten)
            await Write(writer, Bytes(10));
        else
            writer.Give(Chunks(Bytes(10)).Single());
        await writer.RollBack();
        await IsThere(Bytes(5));
        await NoBufferIsLeft();
        Assert.Throws<ObjectDisposedException>(() => ((IRegionWriter)writer).Fill(() => { }));
    }

    [Fact]
    public async Task A_commit_that_is_cancelled_should_be_given_up()
    {
        await using (var writer = await Open())
        {
            writer.Give(Chunks(Bytes(10)).Single());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.Commit(new CancellationToken(true)));
        }

        await IsThere(Bytes(5));
        await NoBufferIsLeft();
    }

    [Theory]
    [InlineData(WriteMode.Create)]
    [InlineData(WriteMode.Replace)]
    public async Task What_was_given_should_be_resumed_where_parts_are_kept(WriteMode mode)
    {
        _partial = PartialUploads.Keep;
        await using (var writer = await OpenNew("/new", mode))
            writer.Give(Chunks(Bytes(1000)).Single());
        Assert.Equal([".in.new.part", "f"], NamesOnDisk());
        await NoBufferIsLeft();
        await Put("/new", Bytes(10, seed: 2), WriteMode.Resume, 1000);
        Assert.Equal(Bytes(1000).Concat(Bytes(10, seed: 2)), await Get("/new"));
        Assert.Equal(["f", "new"], NamesOnDisk());
    }

    [Fact]
    public async Task Nothing_should_be_kept_beside_a_file_that_came_into_being_meanwhile()
    {
        _partial = PartialUploads.Keep;
        await using (var writer = await OpenNew("/new", WriteMode.Create))
        {
            File.WriteAllBytes(OnDisk("new"), Bytes(3));
            writer.Give(Chunks(Bytes(10)).Single());
            await Refused(writer.Commit(default), StorageFault.AlreadyExists);
        }

        Assert.Equal(Bytes(3), await Get("/new"));
        Assert.Equal(["f", "new"], NamesOnDisk());
        await NoBufferIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_part_should_give_way(bool isCommitted)
    {
        _partial = PartialUploads.Keep;
        File.WriteAllBytes(OnDisk(".in.new.part"), Bytes(1000));
        await using (var writer = await OpenNew("/new", WriteMode.Create))
        {
            writer.Give(Chunks(Bytes(10, seed: 2)).Single());
            if (isCommitted)
                await writer.Commit(default);
        }

        Assert.Equal(isCommitted ? ["f", "new"] : [".in.new.part", "f"], NamesOnDisk());
        Assert.Equal(Bytes(10, seed: 2), File.ReadAllBytes(OnDisk(isCommitted ? "new" : ".in.new.part")));
    }

    [Fact]
    public async Task Nothing_of_what_is_undone_should_be_kept()
    {
        _partial = PartialUploads.Keep;
        await using var writer = await OpenNew("/new", WriteMode.Create);
        writer.Give(Chunks(Bytes(1000)).Single());
        await writer.Undo();
        Assert.Equal(["f"], NamesOnDisk());
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task What_cannot_be_kept_should_be_given_up()
    {
        _partial = PartialUploads.Keep;
        Directory.CreateDirectory(OnDisk("d"));
        await using (var writer = await OpenNew("/d/new", WriteMode.Create))
        {
            writer.Give(Chunks(Bytes(1000)).Single());
            Directory.Delete(OnDisk("d"), recursive: true);
        }

        Assert.Equal(["f"], NamesOnDisk());
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task What_is_no_plain_file_should_be_refused_at_once()
    {
        Directory.CreateDirectory(OnDisk("d"));
        await Refused(Storage.OpenWrite(At("/d"), WriteMode.Replace, 0, default), StorageFault.IsADirectory);
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default), StorageFault.AlreadyExists);
        await Refused(Storage.OpenWrite(At("/f/below"), WriteMode.Create, 0, default), StorageFault.NotFound, StorageFault.NotADirectory);
        await Refused(Storage.OpenWrite(At("/none/f"), WriteMode.Create, 0, default), StorageFault.NotFound);
    }

    private bool IsOffered => DiskTree.Open(Root).TryLocateNear(At("/f")) is { } spot && Disposed(spot);

    private static bool Disposed(DiskSpot spot)
    {
        spot.Dispose();
        return true;
    }

    private async Task<IWholeWriter> Open()
    {
        var opening = Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default);
        Assert.Equal(IsOffered, opening.IsCompletedSuccessfully && opening.Result is LateWriter);
        return (IWholeWriter)await opening;
    }

    /// <summary>Late only where the system knows without asking the medium that it is not there.</summary>
    private async Task<IWholeWriter> OpenNew(string path, WriteMode mode) => (IWholeWriter)await Storage.OpenWrite(At(path), mode, 0, default);

    private async Task IsThere(byte[] content)
    {
        Assert.Equal(content, await Get("/f"));
        Assert.Equal(["f"], NamesOnDisk());
    }
}

/// <summary>The same where there is no medium to wait for.</summary>
public sealed class LateWriterInMemorySpecs() : LateWriterSpecs(Directory.Exists(Memory) ? Memory : null)
{
    private const string Memory = "/dev/shm";

    [Fact]
    public async Task What_is_small_should_be_committed_on_the_calling_thread()
    {
        if (!DiskTree.Open(Root).IsInMemory)
            return;
        await using var writer = (IWholeWriter)await Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default);
        writer.Give(Chunks(Bytes(10)).Single());
        Assert.True(writer.Commit(default).IsCompletedSuccessfully);
        Assert.Equal(Bytes(10), await Get("/f"));
    }
}
