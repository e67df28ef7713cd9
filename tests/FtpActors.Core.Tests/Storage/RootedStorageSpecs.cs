using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class RootedStorageSpecs : StorageSpecBase
{
    private readonly MemoryStorage _whole = new();

    protected override IFtpStorage CreateStorage()
    {
        foreach (var directory in new[] { "/home", "/home/ada" })
            Assert.True(_whole.MakeDirectory(At(directory), default).IsCompletedSuccessfully);
        return RootedStorage.Of(_whole, At("/home/ada"));
    }

    [Fact]
    public async Task RootedStorage_should_put_everything_below_its_base()
    {
        await Put("/f", Bytes(10));
        await Storage.MakeDirectory(At("/../../d"), default);
        Assert.Equal(10, (await _whole.Stat(At("/home/ada/f"), default)).Size);
        Assert.True((await _whole.Stat(At("/home/ada/d"), default)).IsDirectory);
        Assert.Equal("home", Assert.Single(await Entries(_whole.List(FtpPath.Root))).Name);
    }

    [Fact]
    public async Task RootedStorage_should_not_let_go_of_its_base()
    {
        await Refused(Storage.RemoveDirectory(FtpPath.Root, default), StorageFault.AccessDenied);
        await Refused(Storage.Rename(FtpPath.Root, At("/x"), default), StorageFault.AccessDenied);
        await Refused(Storage.Rename(At("/x"), FtpPath.Root, default), StorageFault.AccessDenied);
        await Refused(((IPermissionStorage)Storage).SetMode(FtpPath.Root, UnixFileMode.None, default), StorageFault.AccessDenied);
        Assert.True((await _whole.Stat(At("/home/ada"), default)) is { IsDirectory: true, Mode: null });
    }

    [Fact]
    public async Task RootedStorage_should_pass_its_abilities_on_below_its_base()
    {
        await Put("/f", Bytes(10));
        await ((ITimedStorage)Storage).SetModified(At("/f"), DateTime.UnixEpoch, default);
        Assert.Equal(DateTime.UnixEpoch, (await _whole.Stat(At("/home/ada/f"), default)).Modified);
        Assert.Null(await ((ISpaceStorage)Storage).AvailableBytes(FtpPath.Root, default));
    }

    [Fact]
    public void RootedStorage_should_have_exactly_the_abilities_of_what_it_wraps()
    {
        IFtpStorage[] storages =
        [
            new Bare(), new WithTime(), new WithSpace(), new WithParts(), new WithTimeAndSpace(), new WithTimeAndParts(),
            new WithSpaceAndParts(), new WithAll(),
        ];
        foreach (var storage in storages)
        {
            var rooted = RootedStorage.Of(storage, At("/a"));
            Assert.Equal(
                (storage is ITimedStorage, storage is ISpaceStorage, storage is IResumableStorage),
                (rooted is ITimedStorage, rooted is ISpaceStorage, rooted is IResumableStorage));
        }
    }

    [Fact]
    public void RootedStorage_should_be_the_storage_itself_from_the_root() =>
        Assert.Same(_whole, RootedStorage.Of(_whole, FtpPath.Root));

    private class Bare : IFtpStorage
    {
        public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Source<FtpEntry, NotUsed> List(FtpPath directory) => throw new NotSupportedException();

        public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task Delete(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task MakeDirectory(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => throw new NotSupportedException();

        public Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel) => throw new NotSupportedException();

        public Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel) => throw new NotSupportedException();

        public Task<long?> PartialSize(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class WithTime : Bare, ITimedStorage;

    private sealed class WithSpace : Bare, ISpaceStorage;

    private sealed class WithParts : Bare, IResumableStorage;

    private sealed class WithTimeAndSpace : Bare, ITimedStorage, ISpaceStorage;

    private sealed class WithTimeAndParts : Bare, ITimedStorage, IResumableStorage;

    private sealed class WithSpaceAndParts : Bare, ISpaceStorage, IResumableStorage;

    private sealed class WithAll : Bare, ITimedStorage, ISpaceStorage, IResumableStorage;
}
