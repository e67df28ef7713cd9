using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class CompatibilitySettingsSpecs
{
    [Fact]
    public void CompatibilitySettings_should_read_rules_in_the_order_of_their_names()
    {
        var rules = Check("""
            ftp.compatibility {
              "20-camera" { client = "*cam*", size-in-ascii = on }
              "10-scanner" { user = "scan?", syst = "Windows_NT", list-format = dos }
            }
            """).Compatibility;

        Assert.Equal(
            [
                new() { User = "scan?", Syst = "Windows_NT", ListFormat = ListFormat.Dos },
                new() { Client = "*cam*", SizeInAscii = true },
            ],
            rules.AsEnumerable());
    }

    [Theory]
    [InlineData("list-format", "vms", "must be unix or dos.")]
    [InlineData("size-in-ascii", "maybe", "must be on or off.")]
    [InlineData("syst", "", "must be a text of one line.")]
    [InlineData("user", "", "must be a pattern of names, such as \"scan*\".")]
    [InlineData("client", "", "must be a pattern of names, such as \"scan*\".")]
    public void CompatibilitySettings_should_refuse_what_a_switch_does_not_know(string key, string value, string allowed)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.compatibility.old.{key} = \"{value}\""));

        Assert.Equal($"ftp.compatibility.old.{key} = \"{value}\": {allowed}", Assert.Single(wrong.Problems).ToString());
    }

    [Fact]
    public void CompatibilitySettings_should_read_verbs_to_accept() => Assert.Equal(
        ["OPTS", "XDEV"], Assert.Single(Check("ftp.compatibility.old.accept = [opts, XDEV]").Compatibility).Accepted!.Order());

    [Theory]
    [InlineData("STOR")]
    [InlineData("prot")]
    [InlineData("X Y")]
    [InlineData("")]
    public void CompatibilitySettings_should_refuse_to_accept_what_clients_act_upon(string verb)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.compatibility.old.accept = [\"OPTS\", \"{verb}\"]"));

        Assert.StartsWith("ftp.compatibility.old.accept", Assert.Single(wrong.Problems).ToString());
    }

    [Fact]
    public void CompatibilitySettings_should_refuse_a_syst_of_two_lines() =>
        Assert.Throws<FtpConfigException>(() => Check("ftp.compatibility.old.syst = \"a\\nb\""));

    [Fact]
    public void CompatibilitySettings_should_refuse_unknown_switches() =>
        Assert.Throws<FtpConfigException>(() => Check("ftp.compatibility.old.list-formats = dos"));

    private static FtpServerSettings Check(string hocon) => FtpServerConfig.Check(HoconFile.Parse(hocon, "spec"));
}
