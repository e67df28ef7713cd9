using System.Diagnostics;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage;

/// <summary>Attempts to get out of the root.</summary>
public abstract class SymlinkSpecBase : DiskSpecBase
{
    protected SymlinkSpecBase()
    {
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Secret, "secret");
    }

    protected string Outside => Path.Combine(Base, "outside");

    protected string Secret => Path.Combine(Outside, "secret");

    public static TheoryData<string> Escapes => new("absolute", "relative", "chain", "parent", "prefix");

    protected void Link(string name, string target) => File.CreateSymbolicLink(OnDisk(name), target);

    protected void OutsideIsUntouched()
    {
        Assert.Equal("secret", File.ReadAllText(Secret));
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(Outside).Select(Path.GetFileName));
    }

    /// <summary>A directory link that leads to what holds "secret", in one of several ways.</summary>
    private void LinkOut(string way)
    {
        switch (way)
        {
            case "absolute":
                Link("out", Outside);
                break;
            case "relative":
                Link("out", "../outside");
                break;
            case "chain":
                Link("first", "./second");
                Link("second", "../root/../outside");
                Link("out", "first");
                break;
            case "parent":
                Link("up", "..");
                Link("out", "up/outside");
                break;
            default:
                // Beside the root, and its name begins like the root's.
                Directory.Move(Outside, Root + "-evil");
                Link("out", Root + "-evil");
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Nothing_below_a_link_to_an_outside_directory_should_be_reached(string way)
    {
        LinkOut(way);
        await Put("/inside", Bytes(3));
        await Refused(Entries("/out"), StorageFault.AccessDenied);
        await Refused(Storage.Stat(At("/out/secret"), default), StorageFault.AccessDenied);
        await Refused(Storage.OpenRead(At("/out/secret"), 0, default), StorageFault.AccessDenied);
        await Refused(Storage.Delete(At("/out/secret"), default), StorageFault.AccessDenied);
        await Refused(Storage.MakeDirectory(At("/out/d"), default), StorageFault.AccessDenied);
        await Refused(Storage.RemoveDirectory(At("/out/secret"), default), StorageFault.AccessDenied);
        await Refused(Storage.Rename(At("/out/secret"), At("/mine"), default), StorageFault.AccessDenied);
        await Refused(Storage.Rename(At("/inside"), At("/out/yours"), default), StorageFault.AccessDenied);
        await Refused(((ITimedStorage)Storage).SetModified(At("/out/secret"), DateTime.UnixEpoch, default), StorageFault.AccessDenied);
        await Refused(((ISpaceStorage)Storage).AvailableBytes(At("/out"), default), StorageFault.AccessDenied);
        foreach (var mode in Enum.GetValues<WriteMode>())
        {
            await Refused(Storage.OpenWrite(At("/out/secret"), mode, 0, default), StorageFault.AccessDenied);
            await Refused(Storage.OpenWrite(At("/out/new"), mode, 0, default), StorageFault.AccessDenied);
        }

        if (way == "prefix")
            Directory.Move(Root + "-evil", Outside);
        OutsideIsUntouched();
    }

    [Fact]
    public async Task The_content_of_an_outside_file_should_not_be_reached_through_a_link()
    {
        Link("out", Secret);
        await Refused(Storage.OpenRead(At("/out"), 0, default), StorageFault.AccessDenied);
        foreach (var mode in Enum.GetValues<WriteMode>())
            await Refused(Storage.OpenWrite(At("/out"), mode, 0, default), StorageFault.AccessDenied);
        await Refused(((ITimedStorage)Storage).SetModified(At("/out"), DateTime.UnixEpoch, default), StorageFault.AccessDenied);
        OutsideIsUntouched();
    }

    [Fact]
    public async Task Links_out_nowhere_and_in_a_circle_should_be_listed_as_Other_without_facts_of_their_target()
    {
        Link("out", Secret);
        Link("out-directory", Outside);
        Link("nowhere", "missing");
        Link("circle", "circle");
        var entries = await Entries("/");
        Assert.Equal(4, entries.Count);
        Assert.All(entries, entry => Assert.Equal((FtpEntryKind.Other, 0L, null), (entry.Kind, entry.Size, entry.Mode)));
        foreach (var entry in entries)
            Assert.Equal(entry, await Storage.Stat(At("/" + entry.Name), default));
    }

    [Fact]
    public async Task Links_out_should_be_renamed_and_deleted_themselves()
    {
        Link("out", Secret);
        Link("out-directory", Outside);
        await Storage.Rename(At("/out"), At("/moved"), default);
        await Storage.Delete(At("/moved"), default);
        await Refused(Storage.RemoveDirectory(At("/out-directory"), default), StorageFault.NotADirectory);
        await Storage.Delete(At("/out-directory"), default);
        Assert.Empty(await Entries("/"));
        OutsideIsUntouched();
    }

    [Fact]
    public async Task Writing_through_a_link_that_leads_nowhere_should_make_nothing_there()
    {
        Link("to-outside", Path.Combine(Outside, "new"));
        Link("to-inside", "new");
        foreach (var mode in Enum.GetValues<WriteMode>())
        {
            await Refused(Storage.OpenWrite(At("/to-outside"), mode, 0, default), StorageFault.AccessDenied);
            await Refused(Storage.OpenWrite(At("/to-inside"), mode, 0, default), StorageFault.AccessDenied);
        }

        await Refused(Storage.OpenRead(At("/to-inside"), 0, default), StorageFault.NotFound);
        OutsideIsUntouched();
    }

    [Fact]
    public async Task A_circle_of_links_should_end()
    {
        Link("a", "b");
        Link("b", "a");
        await Refused(Storage.OpenRead(At("/a"), 0, default), StorageFault.NotFound);
        await Refused(Storage.OpenRead(At("/a/x"), 0, default), StorageFault.NotFound);
        await Refused(Entries("/b"), StorageFault.NotFound);
        await Storage.Delete(At("/a"), default);
    }

    [Fact]
    public async Task A_part_planted_as_a_link_should_not_be_followed()
    {
        Link(PartName.Of("f"), Secret);
        Link(PartName.Of("g"), Path.Combine(Outside, "new"));
        await Put("/f", Bytes(10));
        await Put("/g", Bytes(20));
        Assert.Equal(Bytes(10), await Get("/f"));
        Assert.Equal(Bytes(20), await Get("/g"));
        OutsideIsUntouched();
    }

    [Fact]
    public async Task Links_inside_should_count_as_what_they_lead_to()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/d/f", Bytes(10));
        Link("file", "d/f");
        Link("directory", OnDisk("d"));
        Link("around", "../root/d");
        Assert.Equal(10, (await Storage.Stat(At("/file"), default)).Size);
        Assert.True((await Storage.Stat(At("/directory"), default)).IsDirectory);
        Assert.Equal(Bytes(10), await Get("/file"));
        Assert.Equal(Bytes(10), await Get("/around/f"));
        Assert.Equal("f", Assert.Single(await Entries("/directory")).Name);
        Assert.Equal(4, (await Entries("/")).Count);
    }

    [Theory]
    [InlineData(WriteMode.Replace)]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Resume)]
    public async Task Writing_through_a_link_inside_should_change_its_target(WriteMode mode)
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/d/f", []);
        Link("file", "d/f");
        await Put("/file", Bytes(20), mode);
        await ((ITimedStorage)Storage).SetModified(At("/file"), DateTime.UnixEpoch, default);
        Assert.Equal(Bytes(20), await Get("/d/f"));
        Assert.Equal(DateTime.UnixEpoch, (await Storage.Stat(At("/d/f"), default)).Modified);
        Assert.Equal("d/f", new FileInfo(OnDisk("file")).LinkTarget);
    }

    [Fact]
    public async Task Deleting_a_link_inside_should_leave_its_target()
    {
        await Storage.MakeDirectory(At("/d"), default);
        Link("directory", "d");
        await Storage.Rename(At("/directory"), At("/renamed"), default);
        await Storage.Delete(At("/renamed"), default);
        Assert.Equal("d", Assert.Single(await Entries("/")).Name);
    }

    [Fact]
    public async Task A_root_that_is_a_link_should_work()
    {
        var link = Path.Combine(Base, "link");
        Directory.CreateSymbolicLink(link, Root);
        await Put("/f", Bytes(5));
        await using var storage = CreateStorage(link);
        Assert.Equal(5, (await storage.Stat(At("/f"), default)).Size);
    }

    protected abstract DiskStorage CreateStorage(string root);

    protected override IFtpStorage CreateStorage() => CreateStorage(Root);
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageSymlinkSpecs : SymlinkSpecBase
{
    protected override DiskStorage CreateStorage(string root) => new(Options with { Root = root });

    [Fact]
    public async Task A_pipe_should_be_listed_and_never_opened()
    {
        using var made = Process.Start("mkfifo", OnDisk("pipe"));
        await made.WaitForExitAsync();
        Assert.Equal(FtpEntryKind.Other, Assert.Single(await Entries("/")).Kind);
        await Refused(Storage.OpenRead(At("/pipe"), 0, default), StorageFault.AccessDenied);
        await Refused(Storage.OpenWrite(At("/pipe"), WriteMode.Replace, 0, default), StorageFault.AccessDenied);
        await Refused(Storage.OpenWrite(At("/pipe"), WriteMode.Append, 0, default), StorageFault.AccessDenied);
        await Storage.Delete(At("/pipe"), default);
    }

    /// <summary>Somebody exchanges a directory for a link to the outside, again and again, while sessions use it.</summary>
    [Fact]
    public async Task Swapping_a_directory_for_a_link_should_gain_nothing()
    {
        await Storage.MakeDirectory(At("/d"), default);
        Link("link", Outside);
        using var stop = new CancellationTokenSource();
        var swapping = Task.Factory.StartNew(() => Swap(stop.Token), TaskCreationOptions.LongRunning);
        for (var i = 0; i < 400; i++)
        {
            await Expected(async () => Assert.NotEqual("secret"u8.ToArray(), await Get("/d/secret")));
            await Expected(() => Storage.Delete(At("/d/secret"), default));
            await Expected(() => Put("/d/secret", Bytes(10), WriteMode.Append));
            await Expected(() => Put("/d/new", Bytes(10)));
            await Expected(() => Storage.MakeDirectory(At($"/d/d{i}"), default));
            await Expected(() => Storage.Rename(At("/d/new"), At("/d/newer"), default));
            await Expected(async () => Assert.DoesNotContain(await Entries("/d"), entry => entry is { Name: "secret", Size: 6 }));
        }

        await stop.CancelAsync();
        await swapping;
        OutsideIsUntouched();
    }

    private void Swap(CancellationToken stop)
    {
        var (used, link, aside) = (OnDisk("d"), OnDisk("link"), OnDisk("aside"));
        while (!stop.IsCancellationRequested)
        {
            Directory.Move(used, aside);
            Directory.Move(link, used);
            Directory.Move(used, link);
            Directory.Move(aside, used);
        }
    }

    private static async Task Expected(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (StorageException)
        {
            // Refused, or not there at that moment.
        }
    }
}

[Collection(StorageCollection.Name)]
public sealed class PortableTreeSymlinkSpecs : SymlinkSpecBase
{
    protected override DiskStorage CreateStorage(string root) => new(Options with { Root = root }, PortableTree.OpenResolved(root));
}

/// <summary>A user's base below the root of the storage: what lies beside it is somebody else's.</summary>
[Collection(StorageCollection.Name)]
public sealed class DiskStorageViewSymlinkSpecs : SymlinkSpecBase
{
    protected override DiskStorage CreateStorage(string root) =>
        (DiskStorage)RootedStorage.Of(new DiskStorage(Options with { Root = Base }), At(Path.GetFileName(root)));
}

[Collection(StorageCollection.Name)]
public sealed class PortableTreeViewSymlinkSpecs : SymlinkSpecBase
{
    protected override DiskStorage CreateStorage(string root) => (DiskStorage)RootedStorage.Of(
        new DiskStorage(Options with { Root = Base }, PortableTree.OpenResolved(Base)), At(Path.GetFileName(root)));
}
