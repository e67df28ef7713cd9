using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <content>Entries, directories, names.</content>
public abstract partial class StorageSpecBase
{
    [Fact]
    public async Task Stat_should_know_the_root()
    {
        var root = await Storage.Stat(FtpPath.Root, default);
        Assert.True(root.IsDirectory);
        Assert.Equal("/", root.Name);
    }

    [Fact]
    public async Task Stat_should_tell_name_kind_and_size_of_a_file()
    {
        await Put("/a.txt", Bytes(1234));
        var entry = await Storage.Stat(At("/a.txt"), default);
        Assert.Equal(("a.txt", FtpEntryKind.File, 1234L), (entry.Name, entry.Kind, entry.Size));
        Assert.Equal(DateTimeKind.Utc, entry.Modified.Kind);
        Assert.InRange(entry.Modified, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Stat_should_tell_size_0_for_a_directory()
    {
        await Storage.MakeDirectory(At("/d"), default);
        var entry = await Storage.Stat(At("/d"), default);
        Assert.Equal(("d", FtpEntryKind.Directory, 0L), (entry.Name, entry.Kind, entry.Size));
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/missing/below")]
    [InlineData("/file/below")]
    [InlineData("/nul\0")]
    public async Task Looking_up_what_is_not_there_should_be_NotFound(string path)
    {
        await Put("/file", Bytes(1));
        await Refused(Storage.Stat(At(path), default), StorageFault.NotFound);
        await Refused(Storage.OpenRead(At(path), 0, default), StorageFault.NotFound);
        await Refused(Storage.Delete(At(path), default), StorageFault.NotFound, StorageFault.NotADirectory);
        await Refused(Storage.RemoveDirectory(At(path), default), StorageFault.NotFound, StorageFault.NotADirectory);
        await Refused(Storage.Rename(At(path), At("/new"), default), StorageFault.NotFound, StorageFault.NotADirectory);
        await Refused(Entries(path), StorageFault.NotFound, StorageFault.NotADirectory);
    }

    [Fact]
    public async Task Names_should_be_kept_as_they_are()
    {
        string[] names = ["a b", " leading", "trailing ", "ümläut", "日本語", "new\nline", "semi;colon", "-dash", "quote\"", "back\\slash", ".hidden", "*?[x]"];
        foreach (var name in names)
            await Put("/" + name, Bytes(3));
        Assert.Equal(names.Order(StringComparer.Ordinal), (await Entries("/")).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var name in names)
            Assert.Equal(Bytes(3), await Get("/" + name));
    }

    [Fact]
    public async Task Names_should_differ_by_case()
    {
        await Put("/a", Bytes(1));
        await Put("/A", Bytes(2));
        Assert.Equal(1, (await Storage.Stat(At("/a"), default)).Size);
    }

    [Theory]
    [InlineData("nul\0byte")]
    [InlineData("long")]
    public async Task A_name_that_cannot_be_kept_should_be_InvalidName(string name)
    {
        var path = At("/" + (name == "long" ? new string('x', 256) : name));
        await Put("/file", Bytes(1));
        await Refused(Storage.OpenWrite(path, WriteMode.Create, 0, default), StorageFault.InvalidName);
        await Refused(Storage.MakeDirectory(path, default), StorageFault.InvalidName);
        await Refused(Storage.Rename(At("/file"), path, default), StorageFault.InvalidName);
        Assert.Single(await Entries("/"));
    }

    [Fact]
    public async Task A_name_of_255_bytes_should_work_in_every_way()
    {
        var name = new string('x', 251) + "日x";
        await Put("/" + name, Bytes(10));
        await Put("/" + name, Bytes(20));
        Assert.Equal(Bytes(20), await Get("/" + name));
        Assert.Equal(name, Assert.Single(await Entries("/")).Name);
    }

    [Fact]
    public async Task List_should_bring_every_entry_once_and_no_dots()
    {
        for (var i = 0; i < 700; i++)
            await Put($"/f{i}", []);
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/d/below", Bytes(5));
        var entries = await Entries("/");
        Assert.Equal(701, entries.Count);
        Assert.Equal(701, entries.Select(entry => entry.Name).Distinct().Count());
        Assert.Equal("d", Assert.Single(entries, entry => entry.IsDirectory).Name);
        Assert.Equal("below", Assert.Single(await Entries("/d")).Name);
    }

    [Fact]
    public async Task List_should_be_empty_for_an_empty_directory() => Assert.Empty(await Entries("/"));

    [Fact]
    public async Task List_should_tell_the_same_as_Stat()
    {
        await Put("/a", Bytes(10));
        await Storage.MakeDirectory(At("/d"), default);
        foreach (var entry in await Entries("/"))
            Assert.Equal(await Storage.Stat(At("/" + entry.Name), default), entry);
    }

    [Fact]
    public async Task List_of_a_file_should_be_NotADirectory()
    {
        await Put("/file", Bytes(1));
        await Refused(Entries("/file"), StorageFault.NotADirectory);
    }

    [Fact]
    public async Task List_should_work_each_time_its_source_is_materialized()
    {
        await Put("/a", []);
        var source = Storage.List(FtpPath.Root);
        Assert.Single(await Entries(source));
        await Put("/b", []);
        Assert.Equal(2, (await Entries(source)).Count);
    }

    [Fact]
    public async Task List_should_wait_for_demand_and_stop_when_cancelled()
    {
        for (var i = 0; i < 300; i++)
            await Put($"/f{i}", []);
        var (kill, queue) = Storage.List(FtpPath.Root)
            .ViaMaterialized(KillSwitches.Single<FtpEntry>(), Keep.Right)
            .ToMaterialized(OneByOne<FtpEntry>(), Keep.Both)
            .Run(Sys.Materializer());
        Assert.True((await queue.PullAsync()).HasValue);
        Assert.True((await queue.PullAsync()).HasValue);
        kill.Shutdown();
        await Storage.Delete(At("/f0"), default);
    }

    [Fact]
    public async Task MakeDirectory_should_make_one_directory()
    {
        await Storage.MakeDirectory(At("/a"), default);
        await Storage.MakeDirectory(At("/a/b"), default);
        Assert.True((await Storage.Stat(At("/a/b"), default)).IsDirectory);
    }

    [Fact]
    public async Task MakeDirectory_should_refuse_a_name_that_is_taken()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/f", []);
        await Refused(Storage.MakeDirectory(At("/d"), default), StorageFault.AlreadyExists);
        await Refused(Storage.MakeDirectory(At("/f"), default), StorageFault.AlreadyExists);
        await Refused(Storage.MakeDirectory(FtpPath.Root, default), StorageFault.AlreadyExists);
    }

    [Fact]
    public async Task MakeDirectory_should_not_make_parents()
    {
        await Refused(Storage.MakeDirectory(At("/missing/d"), default), StorageFault.NotFound);
        Assert.Empty(await Entries("/"));
    }

    [Fact]
    public async Task MakeDirectory_should_succeed_once_when_many_ask()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Made()));
        Assert.Single(made, one => one);

        async Task<bool> Made()
        {
            try
            {
                await Storage.MakeDirectory(At("/d"), default);
                return true;
            }
            catch (StorageException fault) when (fault.Fault == StorageFault.AlreadyExists)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task RemoveDirectory_should_remove_an_empty_directory()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Storage.RemoveDirectory(At("/d"), default);
        Assert.False(await Exists("/d"));
    }

    [Fact]
    public async Task RemoveDirectory_should_refuse_what_it_must_not_remove()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/d/f", []);
        await Refused(Storage.RemoveDirectory(At("/d"), default), StorageFault.DirectoryNotEmpty);
        await Refused(Storage.RemoveDirectory(At("/d/f"), default), StorageFault.NotADirectory);
        await Refused(Storage.RemoveDirectory(FtpPath.Root, default), StorageFault.AccessDenied);
        Assert.True(await Exists("/d/f"));
    }

    [Fact]
    public async Task Delete_should_remove_a_file()
    {
        await Put("/f", Bytes(1));
        await Storage.Delete(At("/f"), default);
        Assert.False(await Exists("/f"));
        await Refused(Storage.Delete(At("/f"), default), StorageFault.NotFound);
    }

    [Fact]
    public async Task Delete_should_refuse_a_directory()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Refused(Storage.Delete(At("/d"), default), StorageFault.IsADirectory);
        await Refused(Storage.Delete(FtpPath.Root, default), StorageFault.IsADirectory);
    }

    [Fact]
    public async Task Rename_should_move_a_file_with_its_content()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/a", Bytes(100));
        await Storage.Rename(At("/a"), At("/d/b"), default);
        Assert.False(await Exists("/a"));
        Assert.Equal(Bytes(100), await Get("/d/b"));
    }

    [Fact]
    public async Task Rename_should_replace_a_file()
    {
        await Put("/a", Bytes(100));
        await Put("/b", Bytes(5));
        await Storage.Rename(At("/a"), At("/b"), default);
        Assert.Equal(Bytes(100), await Get("/b"));
        Assert.Single(await Entries("/"));
    }

    [Fact]
    public async Task Rename_should_move_a_directory_with_what_is_in_it()
    {
        await Storage.MakeDirectory(At("/a"), default);
        await Put("/a/f", Bytes(7));
        await Storage.Rename(At("/a"), At("/b"), default);
        Assert.Equal(Bytes(7), await Get("/b/f"));
        Assert.False(await Exists("/a"));
    }

    [Fact]
    public async Task Rename_should_never_replace_a_directory()
    {
        await Storage.MakeDirectory(At("/empty"), default);
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/f", Bytes(1));
        await Refused(Storage.Rename(At("/f"), At("/empty"), default), StorageFault.AlreadyExists);
        await Refused(Storage.Rename(At("/d"), At("/empty"), default), StorageFault.AlreadyExists);
        await Refused(Storage.Rename(At("/d"), At("/f"), default), StorageFault.AlreadyExists);
        Assert.Equal(3, (await Entries("/")).Count);
    }

    [Fact]
    public async Task Rename_should_refuse_moves_that_make_no_sense()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Storage.MakeDirectory(At("/d/e"), default);
        await Put("/f", Bytes(1));
        await Refused(Storage.Rename(At("/d"), At("/d/e/x"), default), StorageFault.InvalidName);
        await Refused(Storage.Rename(At("/f"), At("/missing/f"), default), StorageFault.NotFound);
        await Refused(Storage.Rename(At("/f"), At("/f/x"), default), StorageFault.InvalidName, StorageFault.NotADirectory);
        await Refused(Storage.Rename(FtpPath.Root, At("/x"), default), StorageFault.AccessDenied);
        await Refused(Storage.Rename(At("/f"), FtpPath.Root, default), StorageFault.AccessDenied);
    }

    [Fact]
    public async Task Rename_to_the_same_name_should_change_nothing()
    {
        await Put("/f", Bytes(9));
        await Storage.Rename(At("/f"), At("/f"), default);
        Assert.Equal(Bytes(9), await Get("/f"));
    }

    [Fact]
    public async Task RenameToFree_should_take_a_free_name_and_replace_nothing()
    {
        await Put("/f", Bytes(9));
        await Put("/g", Bytes(3));
        await Storage.MakeDirectory(At("/d"), default);
        foreach (var (from, to) in new[] { ("/f", "/g"), ("/f", "/f"), ("/f", "/d"), ("/d", "/f"), ("/d", "/d") })
            await Refused(Storage.RenameToFree(At(from), At(to), default), StorageFault.AlreadyExists);
        await Refused(Storage.RenameToFree(At("/missing"), At("/new"), default), StorageFault.NotFound);
        await Storage.RenameToFree(At("/f"), At("/d/new"), default);
        Assert.Equal(Bytes(9), await Get("/d/new"));
        Assert.Equal(Bytes(3), await Get("/g"));
    }

    [Fact]
    public async Task RenameToFree_should_succeed_once_when_many_ask()
    {
        if (!RenamesInOneStep)
            return;
        var names = Enumerable.Range(0, 32).Select(i => $"/f{i}").ToList();
        foreach (var name in names)
            await Put(name, Bytes(1));
        var taken = await Task.WhenAll(names.Select(async name =>
        {
            try
            {
                await Storage.RenameToFree(At(name), At("/new"), default);
                return true;
            }
            catch (StorageException fault) when (fault.Fault == StorageFault.AlreadyExists)
            {
                return false;
            }
        }));
        Assert.Single(taken, true);
        Assert.Equal(32, (await Entries("/")).Count);
    }

    [Fact]
    public async Task Unique_should_stay_when_a_file_is_renamed_and_differ_between_files()
    {
        await Put("/a", Bytes(1));
        await Put("/b", Bytes(1));
        var unique = (await Storage.Stat(At("/a"), default)).Unique;
        if (unique is null)
            return;
        Assert.NotEqual(unique, (await Storage.Stat(At("/b"), default)).Unique);
        await Storage.Rename(At("/a"), At("/c"), default);
        Assert.Equal(unique, (await Storage.Stat(At("/c"), default)).Unique);
    }

    [Fact]
    public async Task SetModified_should_set_the_time_where_the_storage_can()
    {
        if (Storage is not ITimedStorage timed)
            return;
        await Put("/f", Bytes(1));
        await Storage.MakeDirectory(At("/d"), default);
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        await timed.SetModified(At("/f"), time, default);
        await timed.SetModified(At("/d"), time, default);
        Assert.Equal(time, (await Storage.Stat(At("/f"), default)).Modified);
        Assert.Equal(time, (await Storage.Stat(At("/d"), default)).Modified);
        await Refused(timed.SetModified(At("/missing"), time, default), StorageFault.NotFound);
    }

    [Fact]
    public async Task SetMode_should_refuse_the_root_where_the_storage_keeps_bits()
    {
        if (Storage is not IPermissionStorage permissions)
            return;
        var before = (await Storage.Stat(FtpPath.Root, default)).Mode;
        await Refused(permissions.SetMode(FtpPath.Root, UnixFileMode.None, default), StorageFault.AccessDenied, StorageFault.NotSupported);
        Assert.Equal(before, (await Storage.Stat(FtpPath.Root, default)).Mode);
    }

    [Fact]
    public async Task AvailableBytes_should_not_be_negative_where_the_storage_knows()
    {
        if (Storage is ISpaceStorage space)
            Assert.True(await space.AvailableBytes(FtpPath.Root, default) is null or >= 0);
    }

    [Fact]
    public async Task A_cancelled_call_should_end_as_cancelled()
    {
        await Put("/f", Bytes(1));
        var cancelled = new CancellationToken(true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.Stat(At("/f"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.OpenRead(At("/f"), 0, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.Delete(At("/f"), cancelled));
        Assert.True(await Exists("/f"));
    }
}
