using System.Runtime.Versioning;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage;

/// <summary>Permission bits, owners, times of creation and links on the disk; Linux only, as is the CI.</summary>
[Collection(StorageCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class DiskStorageFactSpecs : DiskSpecBase
{
    private DiskStorage Disk => (DiskStorage)Storage;

    [Fact]
    public async Task SetMode_should_set_the_bits_of_a_file_and_a_directory()
    {
        await Put("/f", Bytes(1));
        await Storage.MakeDirectory(At("/d"), default);
        await Disk.SetMode(At("/f"), (UnixFileMode)0b110_000_000, default);
        await Disk.SetMode(At("/d"), (UnixFileMode)0b111_000_000, default);
        Assert.Equal((UnixFileMode)0b110_000_000, (await Storage.Stat(At("/f"), default)).Mode);
        Assert.Equal((UnixFileMode)0b111_000_000, (await Storage.Stat(At("/d"), default)).Mode);
        await Refused(Disk.SetMode(At("/missing"), UnixFileMode.None, default), StorageFault.NotFound);
    }

    [Fact]
    public async Task SetMode_should_not_follow_a_link_out_of_the_root()
    {
        var secret = Path.Combine(Base, "secret");
        File.WriteAllText(secret, "");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        _ = Storage;
        File.CreateSymbolicLink(Path.Combine(Root, "out"), secret);
        await Refused(Disk.SetMode(At("/out"), UnixFileMode.UserWrite, default), StorageFault.AccessDenied);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(secret));
    }

    [Fact]
    public async Task SetMode_should_refuse_the_root_of_the_storage_and_of_a_view_by_any_name()
    {
        await Storage.MakeDirectory(At("/d"), default);
        var (view, before) = (RootedStorage.Of(Storage, At("/d")), File.GetUnixFileMode(Root));
        File.CreateSymbolicLink(Path.Combine(Root, "d", "self"), ".");
        File.CreateSymbolicLink(Path.Combine(Root, "self"), "d/..");
        await Refused(Disk.SetMode(FtpPath.Root, UnixFileMode.None, default), StorageFault.AccessDenied);
        await Refused(Disk.SetMode(At("/self"), UnixFileMode.None, default), StorageFault.AccessDenied);
        await Refused(((IPermissionStorage)view).SetMode(FtpPath.Root, UnixFileMode.None, default), StorageFault.AccessDenied);
        await Refused(((IPermissionStorage)view).SetMode(At("/self"), UnixFileMode.None, default), StorageFault.AccessDenied);
        Assert.Equal(before, File.GetUnixFileMode(Root));
        Assert.NotEqual(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(Root, "d")));
    }

    [Fact]
    public async Task Stat_should_tell_owner_group_and_time_of_creation()
    {
        var before = DateTime.UtcNow.AddSeconds(-2);
        await Put("/f", Bytes(1));
        var entry = await Storage.Stat(At("/f"), default);
        Assert.NotNull(entry.UserId);
        Assert.NotNull(entry.GroupId);
        if (entry.Created is { } created)
            Assert.InRange(created, before, DateTime.UtcNow.AddSeconds(2));
        await Refused(Disk.SetCreated(At("/f"), DateTime.UnixEpoch, default), StorageFault.NotSupported);
    }

    [Fact]
    public async Task Stat_should_tell_the_names_of_owner_and_group_where_they_are_wanted()
    {
        await Put("/f", Bytes(1));
        await Storage.MakeDirectory(At("/d"), default);
        Assert.Null((await Storage.Stat(At("/f"), default)).Owner);

        await using var named = new DiskStorage(new DiskStorageOptions { Root = Root, OwnerNames = true });
        var names = new AccountNames(TimeProvider.System);
        foreach (var entry in new[] { await named.Stat(At("/f"), default), await named.Stat(FtpPath.Root, default), await named.Under(At("/d")).Stat(FtpPath.Root, default) })
        {
            Assert.Equal(names.User(entry.UserId!.Value), entry.Owner);
            Assert.Equal(names.Group(entry.GroupId!.Value), entry.Group);
        }

        Assert.Equal(Environment.UserName, (await named.Stat(At("/f"), default)).Owner);
    }

    [Fact]
    public async Task MakeLink_should_lead_to_the_target_from_anywhere()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Storage.MakeDirectory(At("/e"), default);
        await Put("/d/f", Bytes(7));
        await Disk.MakeLink(At("/e/l"), At("/d/f"), default);
        await Disk.MakeLink(At("/ld"), At("/d"), default);
        Assert.Equal("../d/f", new FileInfo(Path.Combine(Root, "e", "l")).LinkTarget);
        Assert.Equal(Bytes(7), await Get("/e/l"));
        Assert.Equal(Bytes(7), await Get("/ld/f"));
    }

    [Fact]
    public async Task MakeLink_should_refuse_what_is_missing_taken_or_outside()
    {
        await Put("/f", Bytes(1));
        File.CreateSymbolicLink(Path.Combine(Root, "out"), Base);
        await Refused(Disk.MakeLink(At("/l"), At("/missing"), default), StorageFault.NotFound);
        await Refused(Disk.MakeLink(At("/missing/l"), At("/f"), default), StorageFault.NotFound);
        await Refused(Disk.MakeLink(At("/f"), At("/f"), default), StorageFault.AlreadyExists);
        await Refused(Disk.MakeLink(At("/l"), At("/out"), default), StorageFault.AccessDenied);
        await Refused(Disk.MakeLink(At("/out/l"), At("/f"), default), StorageFault.AccessDenied);
        Assert.False(Path.Exists(Path.Combine(Base, "l")));
    }
}
