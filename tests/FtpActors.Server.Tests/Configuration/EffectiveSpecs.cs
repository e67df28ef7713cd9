using FtpActors.Core.Auth;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class EffectiveSpecs
{
    [Fact]
    public void Effective_should_name_every_key_and_star_every_secret()
    {
        var hash = PasswordHash.Create(new Password("secret"), 4).Text;
        var settings = Check($$"""
            limits.max-sessions = 7
            users { demo { password = demo }, "j.doe" { password-hash = "{{hash}}", rights { "/secret" = read-only } } }
            storage.settings { api-token = t0ken, region = north }
            """);

        Assert.Contains("    max-sessions = 7\n", settings.Effective);
        Assert.Contains("  backlog = 1024\n", settings.Effective);
        Assert.Contains("    demo {\n      password = \"***\"\n", settings.Effective);
        Assert.Contains("    \"j.doe\" {\n      password-hash = \"***\"\n", settings.Effective);
        Assert.Contains("\"/secret\" = read-only\n", settings.Effective);
        Assert.Contains("api-token = \"***\"\n", settings.Effective);
        Assert.Contains("region = north\n", settings.Effective);
        Assert.DoesNotContain(hash, settings.Effective);
        Assert.DoesNotContain("t0ken", settings.Effective);
    }

    [Fact]
    public void Effective_should_read_as_the_same_configuration()
    {
        var settings = Check("listen = [\"127.0.0.1:0\", \"[::1]:0\"]\nwelcome = \"a \\\"b\\\"\\nc\"\ntimeouts.idle = infinite\nanonymous = read");

        var again = FtpServerConfig.Check(HoconFile.Parse(settings.Effective, "effective"));

        Assert.Equal(settings.Effective, again.Effective);
        Assert.Equal(settings.Listen.AsEnumerable(), again.Listen.AsEnumerable());
        Assert.Equal((settings.Welcome, settings.Timeouts), (again.Welcome, again.Timeouts));
    }

    private static FtpServerSettings Check(string lines) => FtpServerConfig.Check(HoconFile.Parse($"ftp {{\n{lines}\n}}", "spec"));
}
