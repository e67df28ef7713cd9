using FtpActors.Core.Storage;
using FtpActors.Host;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

public sealed class RemoteCommandSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-remote-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    static RemoteCommandSpecs() => Environment.SetEnvironmentVariable("FTP_PASSWORD", "demo");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Put_ls_and_get_should_move_a_tree_there_and_back()
    {
        await using var ftp = await FtpPair.StartAsync();
        Directory.CreateDirectory(At("tree/sub dir"));
        await File.WriteAllTextAsync(At("tree/sub dir/ü"), "content");
        Assert.Equal(0, await Run("put", At("tree"), Url(ftp, "/up")));
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/up/tree/sub dir/ü"));
        Assert.Equal(0, await Run("ls", Url(ftp, "/up/tree/sub%20dir")));
        Assert.Matches(@"(?m)^File +7 \d{4}-.* ü$", _output.ToString());
        Assert.Equal(0, await Run("get", Url(ftp, "/up/tree"), At("back")));
        Assert.Equal("content", await File.ReadAllTextAsync(At("back/tree/sub dir/ü")));
    }

    [Fact]
    public async Task Mirror_should_plan_and_then_make_either_side_like_the_other()
    {
        await using var ftp = await FtpPair.StartAsync();
        Directory.CreateDirectory(At("one"));
        await File.WriteAllTextAsync(At("one/a"), "content");
        Assert.Equal(0, await Run("mirror", "--plan", At("one"), Url(ftp, "/m")));
        Assert.Contains(" a (missing)", _output.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => ftp.Get("/m/a"));
        Assert.Equal(0, await Run("mirror", At("one"), Url(ftp, "/m")));
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/m/a"));
        Directory.CreateDirectory(At("two"));
        await File.WriteAllTextAsync(At("two/extra"), "");
        Assert.Equal(0, await Run("mirror", "--delete", Url(ftp, "/m"), At("two")));
        Assert.Equal(["a"], Directory.GetFiles(At("two")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Mkdir_and_rm_should_make_and_remove_what_is_deep()
    {
        await using var ftp = await FtpPair.StartAsync();
        Assert.Equal(0, await Run("mkdir", Url(ftp, "/d/e")));
        await ftp.Put("/d/e/a", "content"u8.ToArray());
        Assert.Equal(1, await Run("mkdir", Url(ftp, "/d/e/a")));
        Assert.Equal(0, await Run("rm", Url(ftp, "/d")));
        await Assert.ThrowsAsync<StorageException>(() => ftp.Storage.Stat(FtpPath.Parse("/d"), default));
    }

    [Fact]
    public async Task A_failure_should_be_told_and_returned()
    {
        await using var ftp = await FtpPair.StartAsync();
        Assert.Equal(1, await Run("get", Url(ftp, "/nothing"), At("back")));
        Assert.Contains("550", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await Run("ls", "--tls", "require", Url(ftp, "/")));
        Assert.Contains("TLS", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls", "http://localhost/")]
    [InlineData("ls", "ftp://demo:demo@localhost/")]
    [InlineData("get", "local")]
    [InlineData("mirror", "one", "two")]
    [InlineData("mirror", "ftp://localhost/", "ftp://localhost/")]
    [InlineData("ls", "--tls", "sometimes", "ftp://localhost/")]
    public async Task What_cannot_be_understood_should_exit_2(params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.NotEmpty(_error.ToString());
    }

    private static string Url(FtpPair ftp, string path) => $"ftp://demo@{ftp.EndPoint}{path}";

    private string At(string path) => Path.Combine(_directory.FullName, path);

    private Task<int> Run(params string[] arguments) => HostCommand.Run(arguments, new HostConsole(_output, _error));
}
