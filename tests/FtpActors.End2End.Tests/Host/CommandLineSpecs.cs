using FtpActors.Host;

namespace FtpActors.End2End.Tests.Host;

public sealed class CommandLineSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-command-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("--config")]
    [InlineData("--listen")]
    [InlineData("--root")]
    [InlineData("--user")]
    [InlineData("--anonymous")]
    [InlineData("--memory")]
    [InlineData("--passive-ports")]
    [InlineData("--passive-address")]
    [InlineData("--set")]
    [InlineData("--tls")]
    [InlineData("--tls-cert")]
    [InlineData("--tls-key")]
    [InlineData("--tls-listen")]
    [InlineData("--log-level")]
    [InlineData("check-config")]
    [InlineData("hash-password")]
    [InlineData("ls")]
    [InlineData("get")]
    [InlineData("put")]
    [InlineData("mirror")]
    [InlineData("cat")]
    [InlineData("mkdir")]
    [InlineData("rm")]
    public async Task Help_should_explain_every_flag_and_subcommand(string name)
    {
        Assert.Equal(0, await Run("--help"));

        Assert.Matches($@"(?m)^\s+{name}\b.*\s\w+ \w+", _output.ToString());
    }

    [Fact]
    public async Task CheckConfig_should_print_the_effective_configuration_with_secrets_starred()
    {
        var code = await Run("check-config", "--config", Config("ftp.users.demo.password = demo"), "--set", "ftp.limits.max-sessions=77");

        Assert.Equal(0, code);
        Assert.Contains("max-sessions = 77\n", _output.ToString());
        Assert.Contains("password = \"***\"\n", _output.ToString());
        Assert.Contains("log {\n  level = info\n", _output.ToString());
    }

    [Fact]
    public async Task CheckConfig_should_open_nothing()
    {
        Assert.Equal(0, await Run("check-config", "--config", Config("ftp.storage.root = files")));

        Assert.Equal(["server.hocon"], _directory.GetFileSystemInfos().Select(file => file.Name));
    }

    [Fact]
    public async Task CheckConfig_should_exit_2_and_name_key_value_and_what_is_allowed()
    {
        var code = await Run("check-config", "--config", Config("ftp.backlog = none\nlog.levle = info"));

        Assert.Equal(2, code);
        Assert.Contains("ftp.backlog = \"none\": must be a whole number from 1 to 65535.", _error.ToString());
        Assert.Contains("log.levle: unknown key. Did you mean log.level?", _error.ToString());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--listen")]
    [InlineData("--user", "no-colon")]
    [InlineData("--user", ":password")]
    [InlineData("--memory", "--root", "x")]
    [InlineData("hash-password", "--set", "ftp.auth.work-factor=3")]
    [InlineData("check-config", "--set", "no-value")]
    [InlineData("check-config", "--set", "ftp..x=1")]
    [InlineData("check-config", "--set", "ftp.listen=[")]
    [InlineData("check-config", "--config", "nowhere.hocon")]
    [InlineData("check-config", "--anonymous", "all")]
    [InlineData("check-config", "--listen", "2121")]
    [InlineData("check-config", "--passive-ports", "9-1")]
    [InlineData("check-config", "--passive-address", "host")]
    [InlineData("check-config", "--log-level", "loud")]
    [InlineData("check-config", "--listen", "0.0.0.0:2121", "--user", "demo:demo")]
    public async Task Host_should_exit_2_with_a_message_when_the_command_line_is_not_usable(params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));

        Assert.NotEmpty(_error.ToString());
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Host_should_exit_2_rather_than_listen_everywhere_with_the_sample_password()
    {
        using var host = HostProcess.Start("ftp.users.demo.password = demo", "--listen", "0.0.0.0:0");

        Assert.Equal((2, ""), await host.Exit());
        Assert.Contains("sample user", host.Error);
    }

    [Theory]
    [InlineData("log.file.path=/proc/none/ftp-.log", "log.file.path = \"/proc/none/ftp-.log\": cannot be used")]
    [InlineData("ftp.storage.root=/proc/none", "ftp.storage.root = \"/proc/none\": cannot be used")]
    [InlineData("akka.loggers=[\"No.Such, Logger\"]", "akka: Logger specified in config cannot be found")]
    public async Task Host_should_exit_2_when_what_it_needs_cannot_be_opened(string setting, string message)
    {
        using var host = HostProcess.Start("log.file.path = \"ftp-.log\"", "--listen", "127.0.0.1:0", "--set", setting);

        Assert.Equal(2, (await host.Exit()).Code);
        Assert.Contains(message, host.Error);
    }

    [Fact]
    public async Task HashPassword_should_print_the_line_to_paste_for_a_password_from_a_pipe()
    {
        using var host = HostProcess.Fed("s3cr3t\n", "hash-password", "--set", "ftp.auth.work-factor=4", "--set", "other.mistakes=1");

        var (code, output) = await host.Exit();

        Assert.Equal(0, code);
        Assert.StartsWith("password-hash = \"$2", output);
        Assert.Contains("$04$", output);
        Assert.DoesNotContain("s3cr3t", output);
        var config = Config($"ftp.users.bob {{\n{output}}}");
        Assert.Equal(0, await Run("check-config", "--config", config));
    }

    [Fact]
    public async Task HashPassword_should_exit_2_without_a_password()
    {
        using var host = HostProcess.Fed("", "hash-password");

        Assert.Equal((2, ""), await host.Exit());
    }

    [Fact]
    public async Task HashPassword_should_exit_2_for_a_password_that_is_too_long()
    {
        using var host = HostProcess.Fed(new string('x', 73), "hash-password");

        Assert.Equal((2, ""), await host.Exit());
        Assert.Contains("72", host.Error);
    }

    private string Config(string text)
    {
        var path = Path.Combine(_directory.FullName, "server.hocon");
        File.WriteAllText(path, text);
        return path;
    }

    private Task<int> Run(params string[] arguments) => HostCommand.Run(arguments, new HostConsole(_output, _error));
}
