using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Host;
using FtpActors.Server.Configuration;
using Serilog.Events;

namespace FtpActors.End2End.Tests.Host;

public sealed class HostConfigSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-config-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void HostConfig_should_prefer_the_file_that_is_named_then_the_working_directory_then_upwards_from_the_program()
    {
        Write("named.hocon", "ftp.name = named");
        Write("work/server.hocon", "ftp.name = work");
        Write("program/server.hocon", "ftp.name = program");
        Write("program/bin/Release/x", "");

        string Name(string? config, string work) =>
            HostConfig.Load(new HostArguments { Config = config }, PathOf(work), PathOf("program/bin/Release")).Server.Name;

        Assert.Equal("named", Name("../named.hocon", "work"));
        Assert.Equal("work", Name(null, "work"));
        Assert.Equal("program", Name(null, "program/bin"));
    }

    [Fact]
    public void HostConfig_should_fall_back_on_the_built_in_file_which_is_the_one_beside_the_solution()
    {
        var builtIn = HostConfig.Load(new HostArguments(), _directory.FullName, _directory.FullName);
        var file = HostConfig.Load(new HostArguments { Config = SolutionFiles.PathOf("server.hocon") }, _directory.FullName, _directory.FullName);

        Assert.Equal(file.Effective, builtIn.Effective);
        Assert.Equal(PathOf("ftp-root"), Assert.IsType<StorageSettings.Disk>(builtIn.Server.Storage).Options.Root);
        Assert.True(builtIn.Server.Users.HasSamplePassword);
    }

    [Fact]
    public void HostConfig_should_start_relative_paths_of_the_file_beside_it_and_those_of_flags_in_the_working_directory()
    {
        Write("etc/server.hocon", "ftp.storage.root = files\nlog.file.path = \"log/x-.log\"");
        Write("work/x", "");

        HostConfig Load(string? root) =>
            HostConfig.Load(new HostArguments { Config = PathOf("etc/server.hocon"), Root = root }, PathOf("work"), _directory.FullName);

        Assert.Equal(PathOf("etc/files"), Assert.IsType<StorageSettings.Disk>(Load(null).Server.Storage).Options.Root);
        Assert.Equal(PathOf("work/mine"), Assert.IsType<StorageSettings.Disk>(Load("mine").Server.Storage).Options.Root);
        Assert.Equal(PathOf("etc/log/x-.log"), Load(null).Log.Path);
    }

    [Fact]
    public void HostConfig_should_put_every_flag_over_the_file()
    {
        var config = Load(
            """
            ftp { listen = ["127.0.0.1:1"], anonymous = none, passive { ports = "1-2", address = "192.0.2.1" }, users.demo.password = demo }
            log.level = error
            """,
            new HostArguments
            {
                Listen = ["0.0.0.0:0", "[::1]:7"],
                Users = [("j.doe", new Password("a \"b\" ")), ("x", new Password("y"))],
                Anonymous = "write",
                Memory = true,
                PassivePorts = "40000-40001",
                PassiveAddress = "192.0.2.9",
                LogLevel = "debug",
                Set = ["ftp.limits.max-sessions=3", "ftp.welcome=Hello: you = \"here\"", "ftp.listen=[\"127.0.0.1:9\"]"],
            });

        Assert.Equal("127.0.0.1:9", Assert.Single(config.Server.Listen).ToString());
        Assert.Equal(["j.doe", "x"], config.Server.Users.Users.Select(user => user.User.Name));
        Assert.True(config.Server.Users.Users[0].Plain!.Matches(new Password("a \"b\" ")));
        Assert.Equal(FtpRights.ReadWrite, config.Server.Users.Users[0].User.Rights.At(FtpPath.Root));
        Assert.Equal(FtpRights.ReadWrite, config.Server.Users.Anonymous?.Rights.At(FtpPath.Root));
        Assert.IsType<StorageSettings.Memory>(config.Server.Storage);
        Assert.Equal((40000, 40001, "192.0.2.9"), (config.Server.Passive.FirstPort, config.Server.Passive.LastPort, config.Server.Passive.Address?.ToString()));
        Assert.Equal((LogEventLevel.Debug, 3), (config.Log.Level, config.Server.Limits.MaxSessions));
        Assert.Equal("Hello: you = \"here\"", config.Server.Welcome);
        Assert.DoesNotContain("a \\\"b", config.Effective);
    }

    [Fact]
    public void HostConfig_should_set_keys_with_quoted_names()
    {
        var config = Load("ftp.users { \"j.doe\" { password-hash = \"" + PasswordHash.Create(new Password("x"), 4).Text + "\" } }",
            new HostArguments { Set = ["ftp.users.\"j.doe\".home=/in", "ftp.users.\"j.doe\".rights={ \"/\" = read-only }"] });

        var user = Assert.Single(config.Server.Users.Users).User;
        Assert.Equal(("/in", FtpRights.ReadOnly), (user.Home.Value, user.Rights.At(FtpPath.Root)));
    }

    [Fact]
    public void HostConfig_should_read_where_the_log_goes()
    {
        var log = Load("log { level = warning, console = off, file { enabled = off, path = \"/var/log/f-.log\", format = text, max-size = 1MiB, keep = 3 } }").Log;

        Assert.Equal(
            (LogEventLevel.Warning, false, false, "/var/log/f-.log", false, 1L << 20, 3),
            (log.Level, log.Console, log.File, log.Path, log.Json, log.MaxSize, log.Keep));
    }

    [Theory]
    [InlineData("log.level = loud", "log.level")]
    [InlineData("log.console = loud", "log.console")]
    [InlineData("log.file.enabled = 1", "log.file.enabled")]
    [InlineData("log.file.path = \"\"", "log.file.path")]
    [InlineData("log.file.format = xml", "log.file.format")]
    [InlineData("log.file.max-size = 1KiB", "log.file.max-size")]
    [InlineData("log.file.keep = 0", "log.file.keep")]
    [InlineData("log.file = off", "log.file")]
    [InlineData("lgo.level = info", "lgo")]
    [InlineData("fpt { listen = [] }", "fpt")]
    [InlineData("listen = []", "listen")]
    public void HostConfig_should_refuse_what_is_not_right_outside_of_the_server(string text, string path) =>
        Assert.Equal(path, Assert.Single(Assert.Throws<FtpConfigException>(() => Load(text)).Problems).Path);

    [Fact]
    public void HostConfig_should_leave_the_keys_of_Akka_to_Akka_and_see_loggers_named_there()
    {
        var config = Load("akka { loggers = [\"X.Y, Z\"], anything.at.all = 5 }");

        Assert.True(config.HasOwnLoggers);
        Assert.Equal(5, config.Akka.GetInt("akka.anything.at.all"));
        Assert.False(config.Akka.GetBoolean("akka.log-config-on-start", true));
        Assert.False(config.Akka.HasPath("ftp"));
        Assert.False(Load("").HasOwnLoggers);
    }

    [Fact]
    public void Reference_of_the_host_should_explain_every_key_above_it()
    {
        using var reader = new StreamReader(typeof(HostConfig).Assembly.GetManifestResourceStream("FtpActors.Host.reference.hocon")!);
        var lines = reader.ReadToEnd().Split('\n');

        Assert.Empty(lines.Index()
            .Where(line => line.Item.Trim() is var text && text.Length > 0 && text != "}" && !text.StartsWith('#'))
            .Where(line => !lines[line.Index - 1].TrimStart().StartsWith('#'))
            .Select(line => line.Item));
    }

    private HostConfig Load(string text, HostArguments? arguments = null) =>
        HostConfig.Load((arguments ?? HostArguments.None) with { Config = Write("server.hocon", text) }, _directory.FullName, _directory.FullName);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }
}
