using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>A local path as a storage and a place in it, which nothing a server says can leave.</summary>
internal sealed class LocalPlace : IAsyncDisposable
{
    private readonly DiskStorage _storage;

    private LocalPlace(string root, FtpPath path)
    {
        _storage = new DiskStorage(new DiskStorageOptions { Root = root, Partial = PartialUploads.Keep });
        Path = path;
    }

    public IFtpStorage Storage => _storage;

    public FtpPath Path { get; }

    /// <summary>A file in the directory it is in, which is made when missing.</summary>
    public static LocalPlace OfFile(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var name = System.IO.Path.GetFileName(full);
        if (name.Length == 0)
            throw new ArgumentException("A file is needed.", nameof(path));
        return new LocalPlace(System.IO.Path.GetDirectoryName(full)!, FtpPath.Root.Child(name));
    }

    /// <summary>A directory, which is made when missing.</summary>
    public static LocalPlace OfDirectory(string path) => new(System.IO.Path.GetFullPath(path), FtpPath.Root);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
