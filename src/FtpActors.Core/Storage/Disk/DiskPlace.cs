using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>A file or directory that was found to lie in the root and is held: what was checked is what is used.</summary>
/// <param name="realPath">Without links, as it was when checked.</param>
/// <param name="path">What to give to file calls.</param>
/// <param name="facts">Never those of a link.</param>
/// <param name="handle">Where the platform can hold it.</param>
internal sealed class DiskPlace(string realPath, string path, DiskFacts facts, SafeFileHandle? handle = null) : IDisposable
{
    public string RealPath => realPath;

    public string Path => path;

    public DiskFacts Facts => facts;

    public SafeFileHandle Handle => handle ?? throw new InvalidOperationException("Held by its path only.");

    public string Child(string name) => path.EndsWith(System.IO.Path.DirectorySeparatorChar)
        ? path + name
        : path + System.IO.Path.DirectorySeparatorChar + name;

    public void Dispose() => handle?.Dispose();
}
