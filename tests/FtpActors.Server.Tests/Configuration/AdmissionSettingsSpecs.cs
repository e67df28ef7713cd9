using System.Net;
using Akka.Configuration;
using FtpActors.Server.Admission;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class AdmissionSettingsSpecs
{
    [Fact]
    public void AdmissionSettings_should_read_every_key()
    {
        var settings = Check("""
            ftp.admission {
              allow = ["192.168.0.0/16", "::ffff:10.0.0.0/104"]
              deny = "192.168.9.9"
              safe = ["2001:db8::/32"]
              max-rules = 7
              ban { failures = 5, within = 1h, duration = 2h, longest = 3d }
            }
            """);

        Assert.Equal(["192.168.0.0/16", "10.0.0.0/8"], settings.Allow.Select(network => network.ToString()));
        Assert.Equal(IPNetwork.Parse("192.168.9.9/32"), Assert.Single(settings.Deny));
        Assert.Equal(IPNetwork.Parse("2001:db8::/32"), Assert.Single(settings.Safe));
        Assert.Equal(7, settings.MaxRules);
        Assert.Equal(
            new BanOptions { Failures = 5, Within = TimeSpan.FromHours(1), Duration = TimeSpan.FromHours(2), Longest = TimeSpan.FromDays(3) },
            settings.Ban);
    }

    [Theory]
    [InlineData("allow", "[\"localhost\"]", "\"localhost\"")]
    [InlineData("deny", "[\"10.0.0.1/8\"]", "\"10.0.0.1/8\"")]
    [InlineData("deny", "[\"10.0.0.0/8\", \"fe80::1%1\"]", "\"fe80::1%1\"")]
    [InlineData("safe", "[\"[::1]\"]", "\"[::1]\"")]
    public void AdmissionSettings_should_refuse_what_is_no_network(string key, string value, string shown)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.admission.{key} = {value}"));

        var problem = Assert.Single(wrong.Problems).ToString();
        Assert.StartsWith($"ftp.admission.{key} = {shown}: must be a list of addresses and networks", problem);
    }

    [Theory]
    [InlineData("max-rules", "0")]
    [InlineData("max-rules", "1000001")]
    [InlineData("ban.failures", "-1")]
    [InlineData("ban.failures", "10001")]
    [InlineData("ban.within", "0s")]
    [InlineData("ban.within", "2d")]
    [InlineData("ban.within", "infinite")]
    [InlineData("ban.duration", "10")]
    [InlineData("ban.longest", "366d")]
    [InlineData("bans", "{ }")]
    [InlineData("ban.wrong-password", "1")]
    public void AdmissionSettings_should_refuse_other_values_and_unknown_keys_with_their_path(string key, string value)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.admission.{key} = {value}"));

        Assert.StartsWith($"ftp.admission.{key}", Assert.Single(wrong.Problems).ToString());
    }

    private static AdmissionOptions Check(string text) => FtpServerConfig.Check(ConfigurationFactory.ParseString(text)).Admission;
}
