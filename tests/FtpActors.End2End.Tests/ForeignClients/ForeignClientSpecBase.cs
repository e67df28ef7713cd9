using System.Net;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A server on a directory of the disk, and a directory of the client's beside it.</summary>
[Trait("Category", "ForeignClients")]
public abstract class ForeignClientSpecBase : IAsyncLifetime
{
    /// <summary>Larger than socket buffers are; costs no disk, because it is a hole.</summary>
    protected const string BigFile = "big.bin";

    private const long BigFileSize = 64 * 1024 * 1024;

    private readonly ForeignClient _client;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ftp-foreign-");
    private DiskStorage? _storage;
    private FtpPair? _ftp;

    protected ForeignClientSpecBase(string client)
    {
        _client = ForeignClient.Named(client);
        Root = _home.CreateSubdirectory("root").FullName;
        Work = _home.CreateSubdirectory("work").FullName;
    }

    /// <summary>What the server serves.</summary>
    protected string Root { get; }

    /// <summary>The client's working directory and home.</summary>
    protected string Work { get; }

    protected string Port => _ftp!.EndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where TLS starts at once.</summary>
    protected string ImplicitPort => _ftp!.ImplicitEndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    protected FtpServer Server => _ftp!.Server;

    /// <summary>With name and password, and a slash at the end.</summary>
    protected string Url => $"ftp://demo:demo@127.0.0.1:{Port}/";

    public async Task InitializeAsync()
    {
        Assert.True(_client.IsInstalled, _client.Missing);
        _storage = new DiskStorage(new DiskStorageOptions { Root = Root });
        _ftp = await FtpPair.StartAsync(options => Configure(options with { Storage = _storage }), IPAddress.Loopback);
    }

    public async Task DisposeAsync()
    {
        if (_ftp is not null)
            await _ftp.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        _home.Delete(recursive: true);
    }

    /// <summary>What the server runs with.</summary>
    protected virtual FtpServerOptions Configure(FtpServerOptions options) => options;

    /// <summary>Runs a program in <see cref="Work"/> to its good end; its standard output.</summary>
    protected Task<string> Run(params string[] command) => ForeignProcess.Run(Work, "", command);

    protected Task<string> RunWithInput(string input, params string[] command) => ForeignProcess.Run(Work, input, command);

    /// <summary>Runs a script of <c>ForeignClients/scripts</c>, which says <c>done</c> when everything it tried worked.</summary>
    protected Task RunScript(string interpreter, string script, params string[] arguments) => RunScriptAt(Port, interpreter, script, arguments);

    /// <summary>The same on another port than the explicit listener's.</summary>
    protected Task RunScriptAt(string port, string interpreter, string script, params string[] arguments) =>
        RunScriptOn(new IPEndPoint(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)), interpreter, script, arguments);

    /// <summary>The same on another listener.</summary>
    protected async Task RunScriptOn(IPEndPoint listener, string interpreter, string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "ForeignClients", "scripts", script);
        string[] address = [listener.Address.ToString(), listener.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Assert.EndsWith("done\n", await Run([interpreter, path, .. address, .. arguments]), StringComparison.Ordinal);
    }

    protected void PutBigFile()
    {
        using var file = File.Create(Path.Combine(Root, BigFile));
        file.SetLength(BigFileSize);
    }

    /// <summary>A file of random bytes in <see cref="Work"/>; its content.</summary>
    protected byte[] MakeFile(string name, int size = 300_000)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        File.WriteAllBytes(Path.Combine(Work, name), content);
        return content;
    }

    protected byte[] Local(string name) => File.ReadAllBytes(Path.Combine(Work, name));

    protected byte[] Remote(string name) => File.ReadAllBytes(Path.Combine(Root, name));

    /// <summary>Makes a tree of 200 files in 20 directories, three deep, with blanks and letters beyond ASCII in names; one file is empty.</summary>
    protected static void MakeTree(string directory)
    {
        for (var n = 0; n < 200; n++)
        {
            var parent = Path.Combine(directory, $"dir {n % 5}", $"größe{n % 20}");
            Directory.CreateDirectory(parent);
            File.WriteAllBytes(Path.Combine(parent, $"file {n}.bin"), RandomNumberGenerator.GetBytes(n * n));
        }
    }

    /// <summary>Relative paths below a directory, each with the SHA-256 of the file; empty directories are left out.</summary>
    internal static SortedDictionary<string, string> TreeOf(string directory) => new(
        Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .ToDictionary(file => Path.GetRelativePath(directory, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
