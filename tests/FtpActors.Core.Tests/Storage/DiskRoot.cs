namespace FtpActors.Core.Tests.Storage;

/// <summary>A new directory <c>root</c> inside another new one.</summary>
internal sealed class DiskRoot : IDisposable
{
    public DiskRoot() => Directory.CreateDirectory(Path);

    public string Base { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ftp-disk-" + System.IO.Path.GetRandomFileName());

    public string Path => System.IO.Path.Combine(Base, "root");

    public void Dispose() => Directory.Delete(Base, recursive: true);
}
