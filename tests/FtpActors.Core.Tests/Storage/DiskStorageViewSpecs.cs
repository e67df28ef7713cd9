using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Storage;

/// <summary>What users see whose bases lie beside each other on one disk.</summary>
[Collection(StorageCollection.Name)]
public sealed class DiskStorageViewSpecs : DiskSpecBase
{
    private DiskStorage Disk => (DiskStorage)Storage;

    [Fact]
    public async Task A_link_that_was_moved_to_the_top_of_a_base_should_not_lead_to_the_base_of_another()
    {
        var (alice, bob) = (await Open("alice"), await Open("bob"));
        await Put(bob, "/secret", Bytes(6));
        await alice.MakeDirectory(At("/bob"), default);
        await alice.MakeDirectory(At("/x"), default);
        await ((ILinkStorage)alice).MakeLink(At("/x/link"), At("/bob"), default);
        await Refused(alice.Rename(At("/x/link"), At("/link"), default), StorageFault.AccessDenied);
        // Moved past the server.
        Directory.Move(OnDisk("alice/x/link"), OnDisk("alice/link"));
        Assert.Equal("../bob", new FileInfo(OnDisk("alice/link")).LinkTarget);
        await Refused(alice.OpenRead(At("/link/secret"), 0, default), StorageFault.AccessDenied);
        await Refused(alice.OpenWrite(At("/link/mine"), WriteMode.Replace, 0, default), StorageFault.AccessDenied);
        await Refused(Entries(alice.List(At("/link"))), StorageFault.AccessDenied);
        Assert.Equal(FtpEntryKind.Other, (await alice.Stat(At("/link"), default)).Kind);
        Assert.Equal("secret", Assert.Single(await Entries(bob.List(FtpPath.Root))).Name);
    }

    [Fact]
    public async Task A_link_should_be_renamed_where_it_is_and_stay_in_its_directory()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/f", Bytes(1));
        await Disk.MakeLink(At("/link"), At("/f"), default);
        await Storage.Rename(At("/link"), At("/renamed"), default);
        await Refused(Storage.Rename(At("/renamed"), At("/d/moved"), default), StorageFault.AccessDenied);
        Assert.Equal(Bytes(1), await Get("/renamed"));
    }

    [Fact]
    public async Task Views_should_share_the_uploads_under_way()
    {
        var (alice, whole) = (await Open("alice"), Storage);
        await Put(alice, "/f", Bytes(3));
        await using var writer = await alice.OpenWrite(At("/f"), WriteMode.Append, 0, default);
        await Refused(whole.OpenWrite(At("/alice/f"), WriteMode.Append, 0, default), StorageFault.Busy);
        await Refused((await Open("alice")).OpenWrite(At("/f"), WriteMode.Append, 0, default), StorageFault.Busy);
    }

    [Fact]
    public async Task A_view_should_hold_nothing_and_its_disposal_should_end_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            var view = await Open("alice");
            await Put(view, "/f", Bytes(3));
            await ((DiskStorage)view).DisposeAsync();
            Assert.Equal(3, (await view.Stat(At("/f"), default)).Size);
        }

        Assert.DoesNotContain(
            Directory.GetFileSystemEntries("/proc/self/fd"),
            descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith(Root, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_view_should_be_made_before_its_directory()
    {
        var view = RootedStorage.Of(Storage, At("/alice"));
        await Refused(view.Stat(FtpPath.Root, default), StorageFault.NotFound);
        await Refused(Entries(view.List(FtpPath.Root)), StorageFault.NotFound);
        await Storage.MakeDirectory(At("/alice"), default);
        Assert.True((await view.Stat(FtpPath.Root, default)).IsDirectory);
    }

    [Fact]
    public async Task A_view_should_refuse_a_directory_that_was_exchanged_for_a_link()
    {
        var alice = await Open("alice");
        await Put(await Open("bob"), "/secret", Bytes(6));
        Directory.Delete(OnDisk("alice"));
        Directory.CreateSymbolicLink(OnDisk("alice"), "bob");
        await Refused(alice.OpenRead(At("/secret"), 0, default), StorageFault.AccessDenied);
    }

    [Fact]
    public async Task A_view_should_not_let_go_of_its_base()
    {
        var alice = await Open("alice");
        await Refused(alice.RemoveDirectory(FtpPath.Root, default), StorageFault.AccessDenied);
        await Refused(alice.Rename(FtpPath.Root, At("/x"), default), StorageFault.AccessDenied);
        Assert.True(Directory.Exists(OnDisk("alice")));
    }

    [Fact]
    public async Task A_view_of_a_view_should_stay_in_both()
    {
        var alice = await Open("alice");
        await alice.MakeDirectory(At("/in"), default);
        await Put(alice, "/f", Bytes(1));
        var inner = RootedStorage.Of(alice, At("/in"));
        File.CreateSymbolicLink(OnDisk("alice/in/link"), "../f");
        await Refused(inner.OpenRead(At("/link"), 0, default), StorageFault.AccessDenied);
        Assert.Equal(1, (await alice.Stat(At("/in/link"), default)).Size);
    }

    private async Task<IFtpStorage> Open(string user)
    {
        Directory.CreateDirectory(OnDisk(user));
        var view = RootedStorage.Of(Storage, At("/" + user));
        // Looked up when it is first used.
        await view.Stat(FtpPath.Root, default);
        return view;
    }

    private async Task Put(IFtpStorage storage, string path, byte[] bytes)
    {
        await using var writer = await storage.OpenWrite(At(path), WriteMode.Replace, 0, default);
        await Write(writer, bytes);
        await writer.Commit(default);
    }
}
