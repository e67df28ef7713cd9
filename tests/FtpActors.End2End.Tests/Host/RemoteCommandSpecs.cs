using System.Text.Json;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Host;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

public sealed class RemoteCommandSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-remote-");
    private readonly Dictionary<string, string> _variables = new() { ["FTP_PASSWORD"] = "demo" };
    private readonly MemoryStream _bytes = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--active", "--compress")]
    public async Task Put_ls_cat_and_get_should_move_a_tree_there_and_back(params string[] flags)
    {
        await using var ftp = await FtpPair.StartAsync();
        Directory.CreateDirectory(At("tree/sub dir"));
        await File.WriteAllTextAsync(At("tree/sub dir/ü"), "content");
        Assert.Equal(0, await Run(["put", .. flags, At("tree"), Url(ftp, "/up")]));
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/up/tree/sub dir/ü"));
        Assert.Equal(0, await Run(["ls", .. flags, Url(ftp, "/up/tree/sub%20dir")]));
        Assert.Matches(@"(?m)^file +7 \d{4}-.* ü$", _output.ToString());
        Assert.Equal(0, await Run(["cat", .. flags, "--offset", "3", Url(ftp, "/up/tree/sub%20dir/%c3%bc")]));
        Assert.Equal("tent"u8.ToArray(), _bytes.ToArray());
        Assert.Equal(0, await Run(["get", .. flags, Url(ftp, "/up/tree"), At("back")]));
        Assert.Equal("content", await File.ReadAllTextAsync(At("back/tree/sub dir/ü")));
        Assert.Equal(0, await Run("ls", "-r", Url(ftp, "/up")));
        Assert.Contains("/up/tree/sub dir/ü", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Files_that_are_there_should_be_replaced_unless_they_are_to_be_gone_on_with()
    {
        await using var ftp = await FtpPair.StartAsync();
        await ftp.Put("/a", "123456789"u8.ToArray());
        await File.WriteAllTextAsync(At("a"), "12345");
        Assert.Equal(0, await Run("get", "--json", "-c", Url(ftp, "/a"), At("")));
        Assert.Equal((4, 5), (Answers()[0].GetProperty("bytes").GetInt32(), Answers()[0].GetProperty("resumedFrom").GetInt32()));
        await File.WriteAllTextAsync(At("a"), "other");
        Assert.Equal(1, await Run("get", "-c", Url(ftp, "/a"), At("")));
        Assert.Equal(0, await Run("get", "--verify", Url(ftp, "/a"), At("")));
        Assert.Equal("123456789", await File.ReadAllTextAsync(At("a")));
    }

    /// <summary>The shapes that the README has.</summary>
    [Fact]
    public async Task Answers_should_come_in_JSON_for_programs()
    {
        await using var ftp = await FtpPair.StartAsync();
        Directory.CreateDirectory(At("m"));
        await File.WriteAllTextAsync(At("m/ü"), "content");
        Assert.Equal(0, await Run("mkdir", "--json", Url(ftp, "/d")));
        Assert.Equal(0, await Run("put", "--json", At("m/ü"), Url(ftp, "/d")));
        Assert.Equal(0, await Run("ls", "--json", Url(ftp, "/d")));
        Assert.Equal(0, await Run("rm", "--json", Url(ftp, "/d/%c3%bc")));
        Assert.Equal(0, await Run("mirror", "--json", At("m"), Url(ftp, "/d")));
        Assert.Equal(1, await Run("rm", "--json", Url(ftp, "/d/nothing")));
        Assert.Equal(
            [
                "path",
                "path bytes resumedFrom seconds",
                "path name kind size modified linkTarget",
                "path",
                "step path size why",
                "done bytes failed seconds",
                "error reply",
            ],
            Answers().Select(answer => string.Join(' ', answer.EnumerateObject().Select(property => property.Name))));
        Assert.Equal(550, Answers()[^1].GetProperty("reply").GetInt32());
        Assert.Contains("\"path\":\"/d/ü\"", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("file", Answers()[2].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Mirror_should_plan_and_then_make_either_side_like_the_other()
    {
        await using var ftp = await FtpPair.StartAsync();
        Directory.CreateDirectory(At("one"));
        await File.WriteAllTextAsync(At("one/a"), "content");
        await File.WriteAllTextAsync(At("one/a.tmp"), "content");
        Assert.Equal(0, await Run("mirror", "--plan", "--exclude", "*.tmp", At("one"), Url(ftp, "/m")));
        Assert.Equal("copy a (missing)\n", _output.ToString());
        await Assert.ThrowsAsync<StorageException>(() => ftp.Get("/m/a"));
        Assert.Equal(0, await Run("mirror", "--exclude", "*.tmp", At("one"), Url(ftp, "/m")));
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/m/a"));
        Directory.CreateDirectory(At("two"));
        await File.WriteAllTextAsync(At("two/extra"), "");
        Assert.Equal(0, await Run("mirror", "--delete", "--parallel", "2", "--compare", "hash", Url(ftp, "/m"), At("two")));
        Assert.Equal(["a"], Directory.GetFiles(At("two")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Mirror_should_go_from_server_to_server_and_on_from_a_journal()
    {
        await using var ftp = await FtpPair.StartAsync();
        await using var other = await FtpPair.StartAsync();
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/m"), default);
        await ftp.Put("/m/a", "content"u8.ToArray());
        await other.Put("/n", "in the way"u8.ToArray());
        Assert.Equal(1, await Run("mirror", "--journal", At("journal"), Url(ftp, "/m"), Url(other, "/n")));
        await other.Storage.Delete(FtpPath.Parse("/n"), default);
        Assert.Equal(2, await Run("mirror", "--journal", At("journal"), Url(ftp, "/m"), Url(other, "/o")));
        Assert.Equal(0, await Run("mirror", "--journal", At("journal"), Url(ftp, "/m"), Url(other, "/n")));
        Assert.Equal("content"u8.ToArray(), await other.Get("/n/a"));
        Assert.False(File.Exists(At("journal")));
    }

    [Fact]
    public async Task Mkdir_and_rm_should_make_and_remove_what_is_deep()
    {
        await using var ftp = await FtpPair.StartAsync();
        Assert.Equal(0, await Run("mkdir", Url(ftp, "/d/e")));
        await ftp.Put("/d/e/a", "content"u8.ToArray());
        Assert.Equal(1, await Run("mkdir", Url(ftp, "/d/e/a")));
        Assert.Equal(1, await Run("rm", Url(ftp, "/d")));
        Assert.Equal("content"u8.ToArray(), await ftp.Get("/d/e/a"));
        Assert.Equal(0, await Run("rm", Url(ftp, "/d/e/a")));
        Assert.Equal(0, await Run("rm", Url(ftp, "/d/e")));
        Assert.Equal(0, await Run("mkdir", Url(ftp, "/d/f/g")));
        Assert.Equal(0, await Run("rm", "-r", Url(ftp, "/d")));
        await Assert.ThrowsAsync<StorageException>(() => ftp.Storage.Stat(FtpPath.Parse("/d"), default));
    }

    [Fact]
    public async Task A_failure_should_be_told_and_returned()
    {
        await using var ftp = await FtpPair.StartAsync();
        Assert.Equal(1, await Run("get", Url(ftp, "/nothing"), At("back")));
        Assert.Contains("550", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await Run("ls", "--tls", "require", Url(ftp, "/")));
        Assert.Contains("TLS", _error.ToString(), StringComparison.Ordinal);
        _variables["FTP_PASSWORD"] = "wrong";
        Assert.Equal(4, await Run("ls", Url(ftp, "/")));
        Assert.DoesNotContain("wrong", _error.ToString(), StringComparison.Ordinal);
        _variables["ALL_PROXY"] = "socks5://127.0.0.1:1";
        Assert.Equal(3, await Run("ls", Url(ftp, "/")));
        Assert.Contains("through 127.0.0.1", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "--tls", "insecure")]
    [InlineData(0, "--tls", "off")]
    [InlineData(3, "--tls", "require")]
    [InlineData(3)]
    public async Task Certificates_that_nobody_knows_should_be_taken_when_told_to(int code, params string[] flags)
    {
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost") } },
        });
        Assert.Equal(code, await Run(["ls", .. flags, Url(ftp, "/")]));
        Assert.Equal(code == 3, _error.ToString().Contains("--tls insecure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("machine 127.0.0.1 login demo password demo", "", 0)]
    [InlineData("machine 127.0.0.1 login demo password demo", "demo@", 0)]
    [InlineData("machine 127.0.0.1 password demo", "demo@", 0)]
    [InlineData("default login demo password demo", "", 0)]
    [InlineData("machine 127.0.0.1 login demo password wrong", "", 4)]
    [InlineData("machine 127.0.0.1 login somebody password demo", "demo@", 2)]
    [InlineData("machine 127.0.0.1 login demo pasword demo", "", 2)]
    public async Task Netrc_should_have_users_and_passwords(string content, string user, int code)
    {
        await using var ftp = await FtpPair.StartAsync();
        _variables.Remove("FTP_PASSWORD");
        _variables["HOME"] = At("");
        await File.WriteAllTextAsync(At(".netrc"), content);
        Permit(At(".netrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(code, await Run("ls", $"ftp://{user}{ftp.EndPoint}/"));
        Permit(At(".netrc"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(2, await Run("ls", $"ftp://{user}{ftp.EndPoint}/"));
        _variables["NETRC"] = At(".netrc");
        Assert.Equal(code, await Run("ls", $"ftp://{user}{ftp.EndPoint}/"));
        _variables["NETRC"] = At("nowhere");
        Assert.Equal(2, await Run("ls", $"ftp://{user}{ftp.EndPoint}/"));
    }

    [Fact]
    public async Task Guests_should_need_nothing()
    {
        _variables.Clear();
        _variables["HOME"] = At("");
        await using var ftp = await FtpPair.StartAsync(ForGuests);
        Assert.Equal(0, await Run("ls", $"ftp://{ftp.EndPoint}"));
    }

    [Fact]
    public async Task What_a_server_says_should_not_write_to_a_terminal_as_it_likes()
    {
        await using var ftp = await FtpPair.StartAsync();
        await ftp.Put("/a\u001b[2J", new byte[1]);
        Assert.Equal(0, await Run("ls", Url(ftp, "/")));
        Assert.Contains("a?[2J", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("ls", "--json", Url(ftp, "/")));
        Assert.DoesNotContain('\u001b', _output.ToString());
    }

    [Fact]
    public async Task Bars_should_take_any_name()
    {
        await using var ftp = await FtpPair.StartAsync();
        await ftp.Put("/some[file]", new byte[100_000]);
        Assert.Equal(0, await HostCommand.Run(["get", Url(ftp, "/some%5Bfile%5D"), At("")], Console() with { IsWatched = true }));
        Assert.Equal("/some[file] 100000\n", _output.ToString());
    }

    [Fact]
    public async Task Ctrl_C_should_end_a_transfer_as_it_should_be_ended()
    {
        var storage = new GatedStorage(new MemoryStorage());
        await using var ftp = await FtpPair.StartAsync(options => ForGuests(options) with { Storage = storage });
        await ftp.Put("/a", new byte[1_000_000]);
        storage[GatedOperation.Read].Close();
        using var host = HostProcess.Start(null, "get", $"ftp://{ftp.EndPoint}/a");
        await storage[GatedOperation.Read].SomebodyWaits().WaitAsync(TimeSpan.FromSeconds(60));
        host.Signal(HostProcess.SigInt);
        Assert.Equal((130, ""), await host.Exit());
    }

    [Theory]
    [InlineData("ls", "http://localhost/")]
    [InlineData("ls", "ftp://demo:demo@localhost/")]
    [InlineData("rm", "-r", "ftp://localhost/data#old")]
    [InlineData("get", "local")]
    [InlineData("cat", "--offset", "-1", "ftp://localhost/a")]
    [InlineData("mirror", "one", "two")]
    [InlineData("mirror", "--parallel", "0", "one", "ftp://localhost/")]
    [InlineData("mirror", "--compare", "3 ways", "one", "ftp://localhost/")]
    [InlineData("ls", "--tls", "sometimes", "ftp://localhost/")]
    [InlineData("ls", "--proxy", "localhost", "ftp://localhost/")]
    [InlineData("ls", "--proxy", "socks5://localhost", "--active", "ftp://localhost/")]
    public async Task What_cannot_be_understood_should_exit_2(params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.NotEmpty(_error.ToString());
    }

    private static FtpServerOptions ForGuests(FtpServerOptions options)
    {
        var guests = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "anonymous" }, Plain = new Password("anonymous@") }]);
        return options with { Users = guests, Authenticator = guests };
    }

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static string Url(FtpPair ftp, string path) => $"ftp://demo@{ftp.EndPoint}{path}";

    private string At(string path) => Path.Combine(_directory.FullName, path);

    private JsonElement[] Answers() =>
        [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private HostConsole Console() => new(_output, _error) { OpenBytes = () => _bytes, Variable = name => _variables.GetValueOrDefault(name) };

    private Task<int> Run(params string[] arguments) => HostCommand.Run(arguments, Console());
}
