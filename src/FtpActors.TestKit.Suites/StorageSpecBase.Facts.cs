using System.Security.Cryptography;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <content>What only some storages can: facts that can be set, and links.</content>
public abstract partial class StorageSpecBase
{
    [Fact]
    public async Task SetCreated_should_set_the_time_where_the_storage_can()
    {
        if (Storage is not ITimedStorage timed)
            return;
        await Put("/f", Bytes(1));
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        if (await IsSupported(timed.SetCreated(At("/f"), time, default)))
            Assert.Equal(time, (await Storage.Stat(At("/f"), default)).Created);
        await Refused(timed.SetCreated(At("/missing"), time, default), StorageFault.NotFound, StorageFault.NotSupported);
    }

    [Fact]
    public async Task ListNames_should_name_what_List_lists_where_the_storage_can()
    {
        if (Storage is not INameStorage names)
            return;
        await Storage.MakeDirectory(At("/d"), default);
        await Storage.MakeDirectory(At("/d/sub"), default);
        foreach (var name in new[] { "a", "größe", ".hidden", "b c" })
            await Put($"/d/{name}", Bytes(1));
        await using (var writer = await Storage.OpenWrite(At("/d/unfinished"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(1));
            Assert.Equal(
                (await Entries("/d")).Select(entry => entry.Name).Order(StringComparer.Ordinal),
                (await Entries(names.ListNames(At("/d")))).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        }

        await Refused(Entries(names.ListNames(At("/missing"))), StorageFault.NotFound);
        await Refused(Entries(names.ListNames(At("/d/a"))), StorageFault.NotADirectory);
    }

    [Fact]
    public async Task SetMode_should_set_the_bits_where_the_storage_can()
    {
        if (Storage is not IPermissionStorage permissions)
            return;
        await Put("/f", Bytes(1));
        await Storage.MakeDirectory(At("/d"), default);
        foreach (var path in new[] { "/f", "/d" })
        {
            if (await IsSupported(permissions.SetMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserExecute, default)))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, (await Storage.Stat(At(path), default)).Mode);
        }

        await Refused(permissions.SetMode(At("/missing"), UnixFileMode.UserRead, default), StorageFault.NotFound, StorageFault.NotSupported);
    }

    [Fact]
    public async Task MakeLink_should_make_another_way_to_a_file_and_a_directory_where_the_storage_can()
    {
        if (Storage is not ILinkStorage links)
            return;
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/d/f", Bytes(7));
        if (!await IsSupported(links.MakeLink(At("/to-f"), At("/d/f"), default)))
            return;
        await links.MakeLink(At("/d/to-d"), At("/d"), default);
        Assert.Equal(Bytes(7), await Get("/to-f"));
        Assert.Equal(Bytes(7), await Get("/d/to-d/f"));
        await Refused(links.MakeLink(At("/to-f"), At("/d/f"), default), StorageFault.AlreadyExists);
        await Refused(links.MakeLink(At("/l"), At("/missing"), default), StorageFault.NotFound);
        await Refused(links.MakeLink(At("/missing/l"), At("/d/f"), default), StorageFault.NotFound);
        await Storage.Delete(At("/to-f"), default);
        Assert.True(await Exists("/d/f"));
    }

    [Fact]
    public async Task TryCopy_should_copy_as_if_it_had_been_written_where_the_storage_can()
    {
        if (Storage is not ICopyStorage copies)
            return;
        await Put("/f", Bytes(7));
        await Put("/g", Bytes(3, seed: 2));
        if (await copies.TryCopy(At("/f"), At("/h"), WriteMode.Create, default))
            Assert.Equal(Bytes(7), await Get("/h"));
        if (await copies.TryCopy(At("/f"), At("/g"), WriteMode.Replace, default))
            Assert.Equal(Bytes(7), await Get("/g"));
        Assert.Equal(Bytes(7), await Get("/f"));
    }

    [Fact]
    public async Task KnownHash_should_be_that_of_the_content_where_the_storage_knows_it()
    {
        if (Storage is not IHashingStorage hashing)
            return;
        await Put("/f", Bytes(100_000));
        if (await hashing.KnownHash(At("/f"), HashKind.Sha256, default) is { } sha256)
            Assert.Equal(SHA256.HashData(Bytes(100_000)), sha256);
        if (await hashing.KnownHash(At("/f"), HashKind.Md5, default) is { } md5)
            Assert.Equal(MD5.HashData(Bytes(100_000)), md5);
    }

    /// <summary>False when the storage, or the system it is on, cannot do that at all.</summary>
    private static async Task<bool> IsSupported(Task task)
    {
        try
        {
            await task;
            return true;
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.NotSupported)
        {
            return false;
        }
    }
}
