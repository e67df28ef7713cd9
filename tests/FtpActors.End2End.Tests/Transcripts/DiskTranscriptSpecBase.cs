using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Conversations with a server whose files are on a disk, on IPv4.</summary>
public abstract class DiskTranscriptSpecBase : TranscriptSpecBase, IAsyncLifetime
{
    private readonly DiskStorage _storage;

    protected DiskTranscriptSpecBase()
    {
        Root = Home.CreateSubdirectory("root").FullName;
        _storage = new DiskStorage(new DiskStorageOptions { Root = Root });
    }

    /// <summary>A directory of the test's own; <see cref="Root"/> is in it.</summary>
    protected DirectoryInfo Home { get; } = Directory.CreateTempSubdirectory("ftp-disk-");

    /// <summary>What clients see as <c>/</c>.</summary>
    protected string Root { get; }

    protected FtpPair Ftp { get; private set; } = null!;

    public async Task InitializeAsync() => Ftp = await FtpPair.StartAsync(options => Configure(options with { Storage = _storage }), IPAddress.Loopback);

    /// <summary>Changes what the server runs with.</summary>
    protected virtual FtpServerOptions Configure(FtpServerOptions options) => options;

    public async Task DisposeAsync()
    {
        await Ftp.DisposeAsync();
        await _storage.DisposeAsync();
        Home.Delete(recursive: true);
    }
}
