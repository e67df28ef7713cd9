namespace FtpActors.Client.Tests;

/// <summary>A directory that goes with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-client-");

    public string At(string path) => Path.Combine(_directory.FullName, path);

    public void Dispose() => _directory.Delete(true);
}
