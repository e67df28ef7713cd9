using System.Net;
using Akka.Configuration;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class FtpServerConfigSpecs
{
    [Theory]
    [InlineData("name = \"ftp-2\"", "ftp-2")]
    [InlineData("backlog = 7", "7")]
    [InlineData("welcome = \"Hello there.\"", "Hello there.")]
    [InlineData("listen = [\"127.0.0.1:0\", \"[::1]:2122\"]", "127.0.0.1:0,[::1]:2122")]
    [InlineData("listen = \"127.0.0.1:21\"", "127.0.0.1:21")]
    [InlineData("passive.ports = \"40000-40100\"", "40000-40100")]
    [InlineData("passive.ports = 40000", "40000-40000")]
    [InlineData("passive.ports = 0", "0-0")]
    [InlineData("passive.address = \"192.0.2.7\"", "192.0.2.7")]
    [InlineData("timeouts.login = 10s", "00:00:10")]
    [InlineData("timeouts.idle = infinite", "-00:00:00.0010000")]
    [InlineData("timeouts.max-idle = 30m", "00:30:00")]
    [InlineData("timeouts.data-connect = 250ms", "00:00:00.2500000")]
    [InlineData("timeouts.stalled = 2 minutes", "00:02:00")]
    [InlineData("timeouts.control-write = 1.5s", "00:00:01.5000000")]
    [InlineData("timeouts.control-keep-alive = 30s", "00:00:30")]
    [InlineData("timeouts.handler = 1h", "01:00:00")]
    [InlineData("shutdown.grace = 0s", "00:00:00")]
    [InlineData("limits.max-sessions = 5", "5")]
    [InlineData("limits.max-sessions-per-address = 6", "6")]
    [InlineData("limits.max-sessions-per-user = 7", "7")]
    [InlineData("limits.max-connections = 10000", "10000")]
    [InlineData("limits.max-login-failures = 9", "9")]
    [InlineData("limits.login-failure-delay = 3s", "00:00:03")]
    [InlineData("limits.login-failure-memory = 1h", "01:00:00")]
    [InlineData("limits.max-command-line = 8KiB", "8192")]
    [InlineData("limits.max-held-commands = 3", "3")]
    [InlineData("limits.max-inflated-upload = 5MiB", "5242880")]
    [InlineData("limits.max-inflated-upload = unlimited", "")]
    [InlineData("limits.max-inflate-ratio = 20", "20")]
    [InlineData("auth.verifier-threads = 3", "3")]
    [InlineData("auth.max-waiting = 5", "5")]
    [InlineData("auth.max-waiting-per-address = 6", "6")]
    [InlineData("auth.work-factor = 12", "12")]
    public void FtpServerConfig_should_take_every_key_over_its_default(string line, string expected)
    {
        var settings = Check(line);

        Assert.Equal(expected, Value(settings, line.Split('=')[0].Trim()));
    }

    [Theory]
    [InlineData("name = \"a b\"", "ftp.name")]
    [InlineData("name = \"\"", "ftp.name")]
    [InlineData("listen = []", "ftp.listen")]
    [InlineData("listen = [\"localhost:21\"]", "ftp.listen")]
    [InlineData("listen = [\"127.0.0.1\"]", "ftp.listen")]
    [InlineData("listen = [\"::1:21\"]", "ftp.listen")]
    [InlineData("listen = [\"127.0.0.1:65536\"]", "ftp.listen")]
    [InlineData("listen = [\"127.0.0.1:21\", \"127.0.0.1:21\"]", "ftp.listen")]
    [InlineData("backlog = 0", "ftp.backlog")]
    [InlineData("backlog = 65536", "ftp.backlog")]
    [InlineData("backlog = many", "ftp.backlog")]
    [InlineData("backlog = 1.5", "ftp.backlog")]
    [InlineData("backlog = -1", "ftp.backlog")]
    [InlineData("backlog = { a = 1 }", "ftp.backlog")]
    [InlineData("backlog = [1]", "ftp.backlog")]
    [InlineData("backlog = null", "ftp.backlog")]
    [InlineData("welcome = \"\"", "ftp.welcome")]
    [InlineData("passive.ports = \"29999-28000\"", "ftp.passive.ports")]
    [InlineData("passive.ports = \"0-10\"", "ftp.passive.ports")]
    [InlineData("passive.ports = \"1-70000\"", "ftp.passive.ports")]
    [InlineData("passive.ports = any", "ftp.passive.ports")]
    [InlineData("passive.address = \"::1\"", "ftp.passive.address")]
    [InlineData("passive.address = \"1.2.3\"", "ftp.passive.address")]
    [InlineData("passive = 5", "ftp.passive")]
    [InlineData("timeouts.login = 30", "ftp.timeouts.login")]
    [InlineData("timeouts.login = 30 parsecs", "ftp.timeouts.login")]
    [InlineData("timeouts.login = 500ms", "ftp.timeouts.login")]
    [InlineData("timeouts.idle = 25d", "ftp.timeouts.idle")]
    [InlineData("timeouts.max-idle = 0s", "ftp.timeouts.max-idle")]
    [InlineData("timeouts.data-connect = 0s", "ftp.timeouts.data-connect")]
    [InlineData("timeouts.stalled = -1s", "ftp.timeouts.stalled")]
    [InlineData("timeouts.control-write = never", "ftp.timeouts.control-write")]
    [InlineData("timeouts.control-keep-alive = 10h", "ftp.timeouts.control-keep-alive")]
    [InlineData("timeouts.handler = 99999999999999999d", "ftp.timeouts.handler")]
    [InlineData("shutdown.grace = infinite", "ftp.shutdown.grace")]
    [InlineData("shutdown.grace = 2h", "ftp.shutdown.grace")]
    [InlineData("limits.max-sessions = 0", "ftp.limits.max-sessions")]
    [InlineData("limits.max-sessions-per-address = 0", "ftp.limits.max-sessions-per-address")]
    [InlineData("limits.max-sessions-per-user = 0", "ftp.limits.max-sessions-per-user")]
    [InlineData("limits.max-sessions = 1000001", "ftp.limits.max-sessions")]
    [InlineData("limits.max-connections = 9999", "ftp.limits.max-connections")]
    [InlineData("limits.max-login-failures = 101", "ftp.limits.max-login-failures")]
    [InlineData("limits.login-failure-delay = infinite", "ftp.limits.login-failure-delay")]
    [InlineData("limits.login-failure-delay = 2m", "ftp.limits.login-failure-delay")]
    [InlineData("limits.login-failure-memory = infinite", "ftp.limits.login-failure-memory")]
    [InlineData("limits.login-failure-memory = 25h", "ftp.limits.login-failure-memory")]
    [InlineData("limits.max-command-line = 511", "ftp.limits.max-command-line")]
    [InlineData("limits.max-command-line = 65KiB", "ftp.limits.max-command-line")]
    [InlineData("limits.max-command-line = 4XiB", "ftp.limits.max-command-line")]
    [InlineData("limits.max-held-commands = 0", "ftp.limits.max-held-commands")]
    [InlineData("limits.max-held-commands = 1025", "ftp.limits.max-held-commands")]
    [InlineData("limits.max-inflated-upload = 0", "ftp.limits.max-inflated-upload")]
    [InlineData("limits.max-inflated-upload = much", "ftp.limits.max-inflated-upload")]
    [InlineData("limits.max-inflate-ratio = 0", "ftp.limits.max-inflate-ratio")]
    [InlineData("limits.max-inflate-ratio = 1101", "ftp.limits.max-inflate-ratio")]
    [InlineData("storage.kind = tape", "ftp.storage.kind")]
    [InlineData("storage.root = \"\"", "ftp.storage.root")]
    [InlineData("storage.atomic-uploads = maybe", "ftp.storage.atomic-uploads")]
    [InlineData("storage.partial-uploads = some", "ftp.storage.partial-uploads")]
    [InlineData("storage.io-threads = 0", "ftp.storage.io-threads")]
    [InlineData("storage.io-threads = 257", "ftp.storage.io-threads")]
    [InlineData("storage.capacity = 0", "ftp.storage.capacity")]
    [InlineData("storage.capacity = lots", "ftp.storage.capacity")]
    [InlineData("storage.settings = 5", "ftp.storage.settings")]
    [InlineData("anonymous = maybe", "ftp.anonymous")]
    [InlineData("anonymous-login = maybe", "ftp.anonymous-login")]
    [InlineData("anonymous-base = pub", "ftp.anonymous-base")]
    [InlineData("anonymous-home = \"/../x\"", "ftp.anonymous-home")]
    [InlineData("auth.verifier-threads = 0", "ftp.auth.verifier-threads")]
    [InlineData("auth.verifier-threads = 65", "ftp.auth.verifier-threads")]
    [InlineData("auth.max-waiting = 0", "ftp.auth.max-waiting")]
    [InlineData("auth.max-waiting = 100001", "ftp.auth.max-waiting")]
    [InlineData("auth.max-waiting-per-address = 0", "ftp.auth.max-waiting-per-address")]
    [InlineData("auth.max-waiting-per-address = 100001", "ftp.auth.max-waiting-per-address")]
    [InlineData("auth.work-factor = 3", "ftp.auth.work-factor")]
    [InlineData("auth.work-factor = 17", "ftp.auth.work-factor")]
    public void FtpServerConfig_should_refuse_a_value_that_is_not_right_and_say_what_is(string line, string path)
    {
        var problem = Assert.Single(Refused(line).Problems);

        Assert.Equal(path, problem.Path);
        Assert.NotNull(problem.Value);
        Assert.StartsWith("must ", problem.Allowed);
    }

    [Theory]
    [InlineData("limit.max-sessions = 5", "ftp.limit.max-sessions", "Did you mean ftp.limits.max-sessions?")]
    [InlineData("limits.max-session = 5", "ftp.limits.max-session", "Did you mean ftp.limits.max-sessions?")]
    [InlineData("lissten = []", "ftp.lissten", "Did you mean ftp.listen?")]
    [InlineData("timeouts.idel = 5s", "ftp.timeouts.idel", "Did you mean ftp.timeouts.idle?")]
    [InlineData("users { demo { password = demo, hom = \"/\" } }", "ftp.users.demo.hom", "Did you mean ftp.users.demo.home?")]
    public void FtpServerConfig_should_answer_a_typo_with_the_key_that_was_meant(string line, string path, string hint)
    {
        var problem = Assert.Single(Refused(line).Problems);

        Assert.Equal(path, problem.Path);
        Assert.EndsWith(hint, problem.Allowed);
    }

    [Fact]
    public void FtpServerConfig_should_refuse_an_unknown_key_without_a_guess_when_none_is_near()
    {
        var problem = Assert.Single(Refused("quite-something-else = 5").Problems);

        Assert.Equal(new ConfigProblem("ftp.quite-something-else", null, "unknown key."), problem);
    }

    [Fact]
    public void FtpServerConfig_should_report_every_problem_at_once()
    {
        var refused = Refused("backlog = 0\nlimits { max-sessions = x }\nnonsense { a = 1, b = 2 }");

        Assert.Equal(
            ["ftp.backlog", "ftp.limits.max-sessions", "ftp.nonsense.a", "ftp.nonsense.b"],
            refused.Problems.Select(problem => problem.Path));
        Assert.Equal(("ftp.backlog", "\"0\"", "must be a whole number from 1 to 65535."), (refused.Path, refused.Value, refused.Allowed));
        Assert.Contains("ftp.limits.max-sessions = \"x\": must be a whole number from 1 to 1000000.", refused.Message);
    }

    [Fact]
    public void FtpServerConfig_should_leave_the_sections_of_others_alone()
    {
        var settings = FtpServerConfig.Check(ConfigurationFactory.ParseString("akka.loglevel = DEBUG\nmine { a = 1 }"));

        Assert.Equal("ftp", settings.Name);
    }

    [Theory]
    [InlineData("0.0.0.0:2121")]
    [InlineData("[::]:2121")]
    [InlineData("192.0.2.1:2121")]
    public void FtpServerConfig_should_refuse_other_than_loopback_addresses_while_the_sample_password_is_in_force(string address)
    {
        var refused = Refused($"listen = [\"127.0.0.1:2121\", \"{address}\"]\nusers.demo.password = demo");

        Assert.Equal(("ftp.listen", address), (refused.Path, refused.Value));
        Assert.Contains("sample user", refused.Allowed);
    }

    [Fact]
    public void FtpServerConfig_should_refuse_other_than_loopback_addresses_while_a_password_hash_is_one_of_the_examples()
    {
        const string User = "bob.password-hash = \"$2a$11$UmlgZPIIt0mQDvlOB7KZq.1KPHasb2a7qgFwGV/hLVMVdW.1v3zuS\"";

        Assert.Single(Check($"users.{User}").Users.Users);
        Assert.Contains("of bob is one of the examples", Refused($"listen = [\"0.0.0.0:2121\"]\nusers.{User}").Allowed);
        Assert.Contains(
            "of bob is one of the examples", Refused($"listen = [\"0.0.0.0:2121\"]\nhosts.\"a.example.org\" {{ base = \"/\", users.{User} }}").Allowed);
    }

    [Fact]
    public void FtpServerConfig_should_accept_any_address_without_the_sample_password()
    {
        var settings = Check("listen = [\"0.0.0.0:2121\", \"[::]:2121\"]");

        Assert.Equal(2, settings.Listen.Length);
    }

    [Fact]
    public async Task FtpServerConfig_should_open_what_the_configuration_asks_for()
    {
        await using var server = Check("storage.kind = memory\nname = n1\nusers.demo.password = demo\nwelcome = w").Open();

        Assert.IsType<MemoryStorage>(server.Options.Storage);
        Assert.Equal(("n1", "w"), (server.Options.Name, server.Options.Welcome));
        Assert.True(await server.Options.Authenticator.Authenticate(new Credentials("demo", new Password("demo"), IPAddress.Loopback), default));
        Assert.Equal("demo", (await server.Options.Users.Find("demo", default))?.Name);
    }

    [Fact]
    public void FtpServerConfig_should_read_options_in_one_call()
    {
        var options = FtpServerConfig.Read(ConfigurationFactory.ParseString("ftp { storage.kind = memory, backlog = 3 }"));

        Assert.Equal(3, options.Backlog);
    }

    private static FtpServerSettings Check(string lines) =>
        FtpServerConfig.Check(HoconFile.Parse($"ftp {{\n{lines}\n}}", "spec"));

    private static FtpConfigException Refused(string lines) => Assert.Throws<FtpConfigException>(() => Check(lines));

    private static string Value(FtpServerSettings settings, string key) => key switch
    {
        "name" => settings.Name,
        "backlog" => $"{settings.Backlog}",
        "welcome" => settings.Welcome,
        "listen" => string.Join(',', settings.Listen),
        "passive.ports" => $"{settings.Passive.FirstPort}-{settings.Passive.LastPort}",
        "passive.address" => $"{settings.Passive.Address}",
        "timeouts.login" => $"{settings.Timeouts.Login}",
        "timeouts.idle" => $"{settings.Timeouts.Idle}",
        "timeouts.max-idle" => $"{settings.Timeouts.MaxIdle}",
        "timeouts.data-connect" => $"{settings.Timeouts.DataConnect}",
        "timeouts.stalled" => $"{settings.Timeouts.Stalled}",
        "timeouts.control-keep-alive" => $"{settings.Timeouts.ControlKeepAlive}",
        "timeouts.control-write" => $"{settings.Timeouts.ControlWrite}",
        "timeouts.handler" => $"{settings.Timeouts.Handler}",
        "shutdown.grace" => $"{settings.Timeouts.ShutdownGrace}",
        "limits.max-sessions" => $"{settings.Limits.MaxSessions}",
        "limits.max-sessions-per-address" => $"{settings.Limits.MaxSessionsPerAddress}",
        "limits.max-sessions-per-user" => $"{settings.Limits.MaxSessionsPerUser}",
        "limits.max-connections" => $"{settings.Limits.MaxConnections}",
        "limits.max-login-failures" => $"{settings.Limits.MaxLoginFailures}",
        "limits.login-failure-delay" => $"{settings.Limits.LoginFailureDelay}",
        "limits.login-failure-memory" => $"{settings.Limits.LoginFailureMemory}",
        "limits.max-command-line" => $"{settings.Limits.MaxCommandLine}",
        "limits.max-held-commands" => $"{settings.Limits.MaxHeldCommands}",
        "limits.max-inflated-upload" => $"{settings.Limits.MaxInflatedUpload}",
        "limits.max-inflate-ratio" => $"{settings.Limits.MaxInflateRatio}",
        "auth.verifier-threads" => $"{settings.Users.VerifierThreads}",
        "auth.max-waiting" => $"{settings.Users.MaxWaiting}",
        "auth.max-waiting-per-address" => $"{settings.Users.MaxWaitingPerAddress}",
        "auth.work-factor" => $"{settings.Users.WorkFactor}",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };
}
