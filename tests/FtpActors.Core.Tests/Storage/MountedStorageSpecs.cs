using FtpActors.Core.Storage;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

/// <summary>Inside a mount everything is as in the storage that is mounted.</summary>
[Collection(StorageCollection.Name)]
public sealed class MountedStorageSpecs : StorageSpecBase
{
    private readonly MemoryStorage _below = new();
    private readonly MemoryStorage _mounted = new();

    /// <summary>Through the directory of the mount, as a user sees it whose base is there.</summary>
    protected override IFtpStorage CreateStorage() => Whole().Under(At("/mnt"));

    [Fact]
    public async Task MountedStorage_should_show_its_mounts_beside_what_is_below()
    {
        var whole = Whole();
        await _below.MakeDirectory(At("/mnt"), default);
        await _below.MakeDirectory(At("/other"), default);

        Assert.Equal(["mnt", "other"], (await Entries(whole.List(FtpPath.Root))).Select(entry => entry.Name).Order());
        Assert.Equal(("mnt", true), await whole.Stat(At("/mnt"), default) is var entry ? (entry.Name, entry.IsDirectory) : default);
        Assert.Empty(await Entries(whole.List(At("/mnt"))));
    }

    [Fact]
    public async Task MountedStorage_should_keep_its_mounts_where_they_are()
    {
        var whole = Whole();
        await Refused(whole.MakeDirectory(At("/mnt"), default), StorageFault.AlreadyExists);
        await Refused(whole.RemoveDirectory(At("/mnt"), default), StorageFault.AccessDenied);
        await Refused(whole.Rename(At("/mnt"), At("/x"), default), StorageFault.AccessDenied);
        await Refused(whole.RenameToFree(At("/x"), At("/mnt"), default), StorageFault.AccessDenied);
    }

    [Fact]
    public async Task MountedStorage_should_rename_within_a_storage_and_not_between_two()
    {
        var whole = Whole();
        await whole.MakeDirectory(At("/mnt/a"), default);
        await whole.Rename(At("/mnt/a"), At("/mnt/b"), default);
        Assert.True((await _mounted.Stat(At("/b"), default)).IsDirectory);
        await Refused(whole.Rename(At("/mnt/b"), At("/b"), default), StorageFault.NotSupported);
    }

    [Fact]
    public async Task MountedStorage_should_show_mounts_that_lie_in_a_view()
    {
        await _mounted.MakeDirectory(At("/a"), default);
        var view = new MountedStorage(_below, [KeyValuePair.Create(At("/home/eve/in"), (IFtpStorage)_mounted)]).Under(At("/home/eve"));

        Assert.True((await view.Stat(At("/in/a"), default)).IsDirectory);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a", "/a/b")]
    public void MountedStorage_should_refuse_mounts_at_the_root_and_in_each_other(params string[] mounts) =>
        Assert.Throws<ArgumentException>(() => new MountedStorage(_below, mounts.Select(mount => KeyValuePair.Create(At(mount), (IFtpStorage)_mounted))));

    private MountedStorage Whole() => new(_below, [KeyValuePair.Create(At("/mnt"), (IFtpStorage)_mounted)]);
}
