using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

/// <summary>The suite, on a directory of its own for each fact.</summary>
public abstract class DiskSuiteBase : StorageSpecBase
{
    private readonly DiskRoot _root = new();

    protected virtual DiskStorageOptions Options => new() { Root = _root.Path };

    protected override IFtpStorage CreateStorage() => new DiskStorage(Options);

    protected override void AfterAll()
    {
        base.AfterAll();
        _root.Dispose();
    }
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageSpecs : DiskSuiteBase;

[Collection(StorageCollection.Name)]
public sealed class DiskStorageWithOneThreadSpecs : DiskSuiteBase
{
    protected override DiskStorageOptions Options => base.Options with { IoThreads = 1, Partial = PartialUploads.Keep };
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageInPlaceSpecs : DiskSuiteBase
{
    protected override DiskStorageOptions Options => base.Options with { AtomicUploads = false };

    protected override bool UploadsAtomically => false;
}

[Collection(StorageCollection.Name)]
public sealed class PortableTreeSpecs : DiskSuiteBase
{
    protected override IFtpStorage CreateStorage() => new DiskStorage(Options, PortableTree.OpenResolved(Options.Root));
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageViewSuiteSpecs : DiskSuiteBase
{
    protected override IFtpStorage CreateStorage()
    {
        Directory.CreateDirectory(Path.Combine(Options.Root, "users", "ada"));
        return RootedStorage.Of(base.CreateStorage(), At("/users/ada"));
    }
}
