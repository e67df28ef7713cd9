using FtpActors.Core.Storage;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

/// <summary>For specs of the disk's own ways, with a directory of its own for each fact.</summary>
public abstract class DiskSpecBase : StorageFixtureBase
{
    private readonly DiskRoot _root;

    /// <param name="parent">Where the directory is made; null for that of temporary files.</param>
    protected DiskSpecBase(string? parent = null) => _root = new DiskRoot(parent);

    /// <summary>Holds the root and, for escapes, what lies beside it.</summary>
    protected string Base => _root.Base;

    protected string Root => _root.Path;

    protected virtual DiskStorageOptions Options => new() { Root = Root };

    protected override IFtpStorage CreateStorage() => new DiskStorage(Options);

    protected string OnDisk(string name) => Path.Combine(Root, name);

    /// <summary>What is really there, hidden parts included.</summary>
    protected string[] NamesOnDisk() => [.. Directory.GetFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Order()];

    protected override void AfterAll()
    {
        base.AfterAll();
        _root.Dispose();
    }
}
