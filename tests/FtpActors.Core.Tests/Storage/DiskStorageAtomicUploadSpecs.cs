using System.Diagnostics;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class DiskStorageAtomicUploadSpecs : DiskSpecBase
{
    private DiskStorageOptions _options;

    public DiskStorageAtomicUploadSpecs() => _options = base.Options;

    protected override DiskStorageOptions Options => _options;

    private IResumableStorage Resumable => (IResumableStorage)Storage;

    [Fact]
    public async Task An_upload_under_way_should_be_a_hidden_part_beside_its_target()
    {
        await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        await Write(writer, Bytes(10));
        Assert.Equal([".in.f.part"], NamesOnDisk());
        Assert.Empty(await Entries("/"));
        Assert.False(await Exists("/.in.f.part"));
        await writer.Commit(default);
        Assert.Equal(["f"], NamesOnDisk());
    }

    [Fact]
    public async Task A_file_should_be_readable_from_the_moment_it_has_its_name()
    {
        await Put("/f", Bytes(10));
        var uploading = Upload();
        while (!uploading.IsCompleted)
            Assert.Equal(Bytes(10), await Get("/f"));
        await uploading;

        async Task Upload()
        {
            for (var i = 0; i < 300; i++)
                await Put("/f", Bytes(10));
        }
    }

    [Fact]
    public async Task Names_of_parts_should_not_be_used_by_clients()
    {
        File.WriteAllText(OnDisk(".in.f.part"), "part");
        await Put("/g", []);
        var part = At("/.in.f.part");
        await Refused(Storage.OpenRead(part, 0, default), StorageFault.NotFound);
        await Refused(Storage.Delete(part, default), StorageFault.NotFound);
        await Refused(Storage.Rename(part, At("/x"), default), StorageFault.NotFound);
        await Refused(Storage.RemoveDirectory(part, default), StorageFault.NotFound);
        await Refused(((ITimedStorage)Storage).SetModified(part, DateTime.UnixEpoch, default), StorageFault.NotFound);
        await Refused(Storage.OpenWrite(part, WriteMode.Replace, 0, default), StorageFault.InvalidName);
        await Refused(Storage.MakeDirectory(part, default), StorageFault.InvalidName);
        await Refused(Storage.Rename(At("/g"), part, default), StorageFault.InvalidName);
    }

    [Fact]
    public async Task Replacing_should_keep_the_mode_of_the_file()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherExecute;
        await Put("/f", Bytes(1));
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(OnDisk("f"), Mode);
        await Put("/f", Bytes(2));
        Assert.Equal(Mode, (await Storage.Stat(At("/f"), default)).Mode);
    }

    [Fact]
    public async Task A_part_left_by_a_crash_should_be_overwritten_by_the_next_upload()
    {
        File.WriteAllBytes(OnDisk(".in.f.part"), Bytes(1000));
        await Put("/f", Bytes(10, seed: 2));
        Assert.Equal(Bytes(10, seed: 2), await Get("/f"));
        Assert.Equal(["f"], NamesOnDisk());
    }

    [Fact]
    public async Task A_part_that_another_process_writes_should_be_left_alone()
    {
        await using (var other = new FileStream(OnDisk(".in.f.part"), FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            other.WriteByte(1);
            await Put("/f", Bytes(10));
        }

        Assert.Equal(Bytes(10), await Get("/f"));
        Assert.Equal([".in.f.part", "f"], NamesOnDisk());
    }

    [Fact]
    public async Task A_directory_with_nothing_but_old_parts_should_be_removed()
    {
        await Storage.MakeDirectory(At("/d"), default);
        File.WriteAllText(OnDisk("d/.in.f.part"), "part");
        await Storage.RemoveDirectory(At("/d"), default);
        Assert.Empty(NamesOnDisk());
    }

    [Fact]
    public async Task A_directory_with_an_upload_under_way_should_not_be_removed()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await using var writer = await Storage.OpenWrite(At("/d/f"), WriteMode.Create, 0, default);
        await Write(writer, Bytes(10));
        await Refused(Storage.RemoveDirectory(At("/d"), default), StorageFault.DirectoryNotEmpty);
        await writer.Commit(default);
        Assert.Equal(Bytes(10), await Get("/d/f"));
    }

    [Fact]
    public async Task A_file_should_arrive_in_the_directory_it_was_opened_in_whatever_that_is_called_now()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await using var writer = await Storage.OpenWrite(At("/d/f"), WriteMode.Create, 0, default);
        await Write(writer, Bytes(10));
        await Storage.Rename(At("/d"), At("/e"), default);
        await writer.Commit(default);
        Assert.Equal(Bytes(10), await Get("/e/f"));
    }

    [Fact]
    public async Task A_broken_upload_should_leave_nothing_by_default()
    {
        await Break("/f", Bytes(1000));
        Assert.Empty(NamesOnDisk());
        Assert.Null(await Resumable.PartialSize(At("/f"), default));
    }

    [Theory]
    [InlineData(WriteMode.Create)]
    [InlineData(WriteMode.Replace)]
    public async Task A_broken_upload_should_leave_a_part_to_resume_when_kept(WriteMode mode)
    {
        _options = _options with { Partial = PartialUploads.Keep };
        await Break("/f", Bytes(1000), mode);
        Assert.False(await Exists("/f"));
        Assert.Equal(1000, await Resumable.PartialSize(At("/f"), default));

        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Resume, 1001, default), StorageFault.InvalidOffset);
        await Put("/f", Bytes(10, seed: 2), WriteMode.Resume, 900);
        Assert.Equal(Bytes(1000).Take(900).Concat(Bytes(10, seed: 2)), await Get("/f"));
        Assert.Equal(["f"], NamesOnDisk());
        Assert.Null(await Resumable.PartialSize(At("/f"), default));
    }

    [Fact]
    public async Task A_resumed_upload_that_breaks_again_should_be_resumed_again()
    {
        _options = _options with { Partial = PartialUploads.Keep };
        await Break("/f", Bytes(100));
        await Break("/f", Bytes(50, seed: 2), WriteMode.Resume, 100);
        Assert.Equal(150, await Resumable.PartialSize(At("/f"), default));
        await Put("/f", Bytes(25, seed: 3), WriteMode.Append);
        Assert.Equal(Bytes(100).Concat(Bytes(50, seed: 2)).Concat(Bytes(25, seed: 3)), await Get("/f"));
    }

    [Fact]
    public async Task A_part_should_survive_an_upload_that_breaks_before_its_first_byte()
    {
        _options = _options with { Partial = PartialUploads.Keep };
        await Break("/f", Bytes(100));
        await Break("/f", []);
        Assert.Equal(100, await Resumable.PartialSize(At("/f"), default));
    }

    [Fact]
    public async Task Starting_again_should_forget_the_part()
    {
        _options = _options with { Partial = PartialUploads.Keep };
        await Break("/f", Bytes(100));
        await Put("/f", Bytes(10, seed: 2), WriteMode.Create);
        Assert.Equal(Bytes(10, seed: 2), await Get("/f"));
        Assert.Equal(["f"], NamesOnDisk());
    }

    [Fact]
    public async Task Nothing_should_be_kept_beside_a_file_that_exists()
    {
        _options = _options with { Partial = PartialUploads.Keep };
        await Put("/f", Bytes(10));
        await Break("/f", Bytes(1000, seed: 2), WriteMode.Replace);
        Assert.Equal(["f"], NamesOnDisk());
        Assert.Equal(Bytes(10), await Get("/f"));
    }

    [Fact]
    public async Task Of_uploads_that_break_at_once_the_last_should_be_kept_and_not_mixed()
    {
        _options = _options with { Partial = PartialUploads.Keep };
        var first = await Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default);
        var second = await Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default);
        await Write(first, Bytes(100));
        await Write(second, Bytes(200, seed: 2));
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Resume, 10, default), StorageFault.Busy);
        await first.RollBack();
        await second.RollBack();
        Assert.Equal([".in.f.part"], NamesOnDisk());
        Assert.Equal(200, await Resumable.PartialSize(At("/f"), default));
        await Put("/f", [], WriteMode.Append);
        Assert.Equal(Bytes(200, seed: 2), await Get("/f"));
    }

    [Fact]
    public async Task Without_atomic_uploads_content_should_be_seen_at_once_and_removed_when_it_breaks()
    {
        _options = _options with { AtomicUploads = false };
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(10));
            Assert.Equal(Bytes(10), await Get("/f"));
            await Refused(Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default), StorageFault.Busy);
        }

        Assert.Empty(NamesOnDisk());
    }

    [Fact]
    public async Task Without_atomic_uploads_a_kept_upload_should_be_resumed_under_its_name()
    {
        _options = _options with { AtomicUploads = false, Partial = PartialUploads.Keep };
        await Break("/f", Bytes(10));
        await Put("/f", Bytes(5, seed: 2), WriteMode.Resume, 10);
        Assert.Equal(Bytes(10).Concat(Bytes(5, seed: 2)), await Get("/f"));
    }

    [Fact]
    public async Task Without_atomic_uploads_a_file_should_stay_until_the_first_byte_comes()
    {
        _options = _options with { AtomicUploads = false };
        await Put("/f", Bytes(10));
        await Break("/f", [], WriteMode.Replace);
        Assert.Equal(Bytes(10), await Get("/f"));
    }

    [Fact]
    public async Task A_full_device_should_be_NoSpace()
    {
        // The one device that is always full.
        var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        await using var threads = new Core.Blocking.BlockingThreads(1, "full");
        var file = new DiskFile(full, threads, At("/f"));
        var write = threads.Run(() => file.Use(handle =>
        {
            RandomAccess.Write(handle, Bytes(10), 0);
            return true;
        }));
        await Refused(write, StorageFault.NoSpace);
        await file.Close();
    }

    [Fact]
    public async Task A_full_disk_should_fail_the_upload_as_NoSpace_and_leave_nothing()
    {
        if (!await Ran("mount", "-t", "tmpfs", "-o", "size=256k", "none", Root))
            return; // Needs the right to mount; the fact above needs none.
        try
        {
            await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
            await Refused(Write(writer, Bytes(400_000)), StorageFault.NoSpace);
            await writer.RollBack();
            Assert.Empty(NamesOnDisk());
            await Put("/f", Bytes(100_000));
        }
        finally
        {
            Assert.True(await Ran("umount", Root));
        }
    }

    private async Task Break(string path, byte[] bytes, WriteMode mode = WriteMode.Create, long offset = 0)
    {
        await using var writer = await Storage.OpenWrite(At(path), mode, offset, default);
        await Write(writer, bytes);
        await writer.RollBack();
    }

    private static async Task<bool> Ran(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
