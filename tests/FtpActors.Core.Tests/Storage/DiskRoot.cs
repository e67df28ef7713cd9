namespace FtpActors.Core.Tests.Storage;

/// <summary>A new directory <c>root</c> inside another new one.</summary>
internal sealed class DiskRoot : IDisposable
{
    public DiskRoot(string? parent = null)
    {
        Base = System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), "ftp-disk-" + System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path);
    }

    public string Base { get; }

    public string Path => System.IO.Path.Combine(Base, "root");

    public void Dispose() => Directory.Delete(Base, recursive: true);
}
