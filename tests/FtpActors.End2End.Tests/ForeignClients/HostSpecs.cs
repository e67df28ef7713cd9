using System.Security.Cryptography;
using FtpActors.End2End.Tests.Host;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>Foreign clients on the program as a user starts it.</summary>
[Trait("Category", "ForeignClients")]
public sealed class HostSpecs : IDisposable
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("ftp-host-clients-");

    [ForeignClientFact("lftp")]
    public async Task Lftp_should_mirror_500_files_into_the_program_and_out_again()
    {
        for (var n = 0; n < 500; n++)
        {
            var parent = Directory.CreateDirectory(Path.Combine(_work.FullName, "tree", $"dir{n % 10}"));
            await File.WriteAllBytesAsync(Path.Combine(parent.FullName, $"file{n}"), RandomNumberGenerator.GetBytes(n * 200));
        }

        using var host = HostProcess.Start(await SampleConfiguration(), "--listen", "127.0.0.1:0");
        var script = $"set ftp:ssl-allow no; open -u demo,demo ftp://127.0.0.1:{await host.ReadPort()}; mirror -R tree tree; mirror tree back";

        await ForeignProcess.Run(_work.FullName, "", "lftp", "-c", script);

        Assert.Equal(500, ForeignClientSpecBase.TreeOf(Path.Combine(_work.FullName, "back")).Count);
        Assert.Equal(TreeOf("tree"), TreeOf("back"));
        Assert.Equal(TreeOf("tree"), ForeignClientSpecBase.TreeOf(host.PathOf("ftp-root/tree")));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_take_the_tour_of_the_README()
    {
        using var host = HostProcess.Start(await SampleConfiguration(), "--listen", "127.0.0.1:0");
        var port = await host.ReadPort();
        var (user, guest) = ($"ftp://demo:demo@127.0.0.1:{port}/", $"ftp://127.0.0.1:{port}/");
        await File.WriteAllTextAsync(Path.Combine(_work.FullName, "README.md"), "# Read me\n");

        await Curl("--ftp-create-dirs", "-T", "README.md", user + "docs/");
        Assert.Contains("README.md", await Curl(guest + "docs/"), StringComparison.Ordinal);
        await Curl("-C", "-", "-o", "copy.md", guest + "docs/README.md");
        Assert.Equal("# Read me\n", await File.ReadAllTextAsync(Path.Combine(_work.FullName, "copy.md")));
        await Curl(user, "-Q", "RNFR docs/README.md", "-Q", "RNTO docs/read.me");
        await Curl(user, "-Q", "DELE docs/read.me", "-Q", "RMD docs");

        Assert.Empty(Directory.EnumerateFileSystemEntries(host.PathOf("ftp-root")));
    }

    public void Dispose() => _work.Delete(recursive: true);

    private static Task<string> SampleConfiguration() => File.ReadAllTextAsync(SolutionFiles.PathOf("server.hocon"));

    private SortedDictionary<string, string> TreeOf(string name) => ForeignClientSpecBase.TreeOf(Path.Combine(_work.FullName, name));

    private Task<string> Curl(params string[] arguments) => ForeignProcess.Run(_work.FullName, "", ["curl", "-sS", .. arguments]);
}
