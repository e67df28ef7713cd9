using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class HostSettingsSpecs
{
    private static readonly string Hash = PasswordHash.Create(new Password("secret"), 4).Text;

    [Fact]
    public void HostSettings_should_read_every_key_of_a_host()
    {
        var host = Assert.Single(Read($$"""
            "FTP.example.org" {
              base = "/hosts/example"
              welcome = "Hello."
              anonymous = read
              users { anna { password-hash = "{{Hash}}", base = "/home/anna", home = "/in" } }
              max-sessions-per-user = 7
              max-login-failures = 2
              max-sessions = 20
              throttle { upload = 1KiB }
            }
            """).Hosts);
        Assert.Equal(("ftp.example.org", "Hello.", 7, 2), (host.Name, host.Welcome, host.Limits.MaxSessionsPerUser, host.Limits.MaxLoginFailures));
        Assert.Equal((20, new ThrottleOptions { Upload = 1024 }), (host.Limits.MaxSessions, host.Throttle));
        var user = Assert.Single(host.Users.Users).User;
        Assert.Equal(("anna", "/hosts/example/home/anna", "/in"), (user.Name, user.Base.Value, user.Home.Value));
        Assert.Equal(FtpPath.Parse("/hosts/example"), host.Users.Anonymous!.Base);
        Assert.Equal(PathRights.ReadOnly, host.Users.Anonymous.Rights);
    }

    [Fact]
    public void HostSettings_should_take_what_is_not_given_from_the_server_but_no_users_and_no_guests()
    {
        var settings = Read("\"a.example.org\" { base = \"/a\" }", "limits.max-sessions-per-user = 9, anonymous = write");
        var host = Assert.Single(settings.Hosts);
        Assert.Equal(settings.Limits, host.Limits);
        Assert.Null(host.Welcome);
        Assert.Null(host.Throttle);
        Assert.Null(host.Users.Anonymous);
        Assert.Empty(host.Users.Users);
        Assert.Equal(settings.Users.VerifierThreads, host.Users.VerifierThreads);
    }

    [Fact]
    public async Task HostSettings_should_become_virtual_hosts_on_the_storage_of_the_server()
    {
        var settings = Read($"\"a.example.org\" {{ base = \"/a\", users {{ anna {{ password-hash = \"{Hash}\" }} }} }}", "storage.kind = memory");
        await using var server = settings.Open();
        var host = server.Options.Hosts["A.EXAMPLE.ORG"];
        Assert.Same(server.Options.Storage, host.Storage);
        Assert.Equal("/a", (await host.Users.Find("anna", CancellationToken.None))!.Base.Value);
        Assert.Null(await server.Options.Users.Find("anna", CancellationToken.None));
    }

    [Theory]
    [InlineData("\"a.example.org\" { }", "ftp.hosts.\"a.example.org\".base")]
    [InlineData("\"a.example.org\" { base = a }", "ftp.hosts.\"a.example.org\".base")]
    [InlineData("\"a.example.org\" { base = \"/\", welcome = \"\" }", "ftp.hosts.\"a.example.org\".welcome")]
    [InlineData("\"a.example.org\" { base = \"/\", anonymous = all }", "ftp.hosts.\"a.example.org\".anonymous")]
    [InlineData("\"a.example.org\" { base = \"/\", max-login-failures = 0 }", "ftp.hosts.\"a.example.org\".max-login-failures")]
    [InlineData("\"a.example.org\" { base = \"/\", max-sessions-per-user = 0 }", "ftp.hosts.\"a.example.org\".max-sessions-per-user")]
    [InlineData("\"a.example.org\" { base = \"/\", users { anna { } } }", "ftp.hosts.\"a.example.org\".users.anna.password-hash")]
    [InlineData("\"a.example.org\" { base = \"/\", storage = disk }", "ftp.hosts.\"a.example.org\".storage")]
    [InlineData("\"a.example.org\" { base = \"/\", max-sessions = 0 }", "ftp.hosts.\"a.example.org\".max-sessions")]
    [InlineData("\"a.example.org\" { base = \"/\", throttle.upload = 0 }", "ftp.hosts.\"a.example.org\".throttle.upload")]
    [InlineData("\"a b\" { base = \"/\" }", "ftp.hosts.\"a b\"")]
    [InlineData("\"a.org\" { base = \"/\" }, \"A.org\" { base = \"/\" }", "ftp.hosts.\"a.org\"")]
    public void HostSettings_should_refuse_what_is_wrong_with_its_key(string hosts, string key)
    {
        var refused = Assert.Throws<FtpConfigException>(() => Read(hosts));
        Assert.Contains(key, refused.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void HostSettings_should_refuse_the_sample_password_on_other_addresses_than_loopback()
    {
        const string Sample = "\"a.example.org\" { base = \"/\", users { demo { password = demo } } }";
        Assert.Single(Read(Sample).Hosts);
        Assert.Throws<FtpConfigException>(() => Read(Sample, "listen = [\"0.0.0.0:21\"]"));
    }

    private static FtpServerSettings Read(string hosts, string others = "") =>
        FtpServerConfig.Check(HoconFile.Parse($"ftp {{\n{others}\nhosts {{\n{hosts}\n}}\n}}", "spec"));

    [Fact]
    public void HostSettings_should_have_the_guests_of_hosts_start_and_go_as_those_of_the_server()
    {
        var settings = Read(
            "\"a.example.org\" { base = \"/a\", anonymous = read }", "anonymous-home = \"/in\", anonymous-base = \"/guests\", anonymous-throttle { user { upload = 1KiB } }");
        var guest = Assert.Single(settings.Hosts).Users.Anonymous!;
        Assert.Null(settings.Users.Anonymous);
        Assert.Equal(("/a", "/in", 1024L), (guest.Base.Value, guest.Home.Value, guest.Throttle.Total.Upload));
    }
}
