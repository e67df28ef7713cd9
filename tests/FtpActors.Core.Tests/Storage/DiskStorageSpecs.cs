using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Storage;

/// <summary>A directory of its own for each fact.</summary>
public abstract class DiskSpecBase : StorageSpecBase
{
    protected DiskSpecBase() => Directory.CreateDirectory(Root);

    /// <summary>Holds the root and, for escapes, what lies beside it.</summary>
    protected string Base { get; } = Path.Combine(Path.GetTempPath(), "ftp-disk-" + Path.GetRandomFileName());

    protected string Root => Path.Combine(Base, "root");

    protected virtual DiskStorageOptions Options => new() { Root = Root };

    protected override IFtpStorage CreateStorage() => new DiskStorage(Options);

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(Base, recursive: true);
    }
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageSpecs : DiskSpecBase;

[Collection(StorageCollection.Name)]
public sealed class DiskStorageWithOneThreadSpecs : DiskSpecBase
{
    protected override DiskStorageOptions Options => base.Options with { IoThreads = 1, Partial = PartialUploads.Keep };
}

[Collection(StorageCollection.Name)]
public sealed class DiskStorageInPlaceSpecs : DiskSpecBase
{
    protected override DiskStorageOptions Options => base.Options with { AtomicUploads = false };

    protected override bool UploadsAtomically => false;
}

[Collection(StorageCollection.Name)]
public sealed class PortableTreeSpecs : DiskSpecBase
{
    protected override IFtpStorage CreateStorage() => new DiskStorage(Options, PortableTree.OpenResolved(Root));
}
