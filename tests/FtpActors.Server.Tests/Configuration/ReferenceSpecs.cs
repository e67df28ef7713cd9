using Akka.Configuration;
using FtpActors.Core.Storage;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class ReferenceSpecs
{
    private static readonly string[] Lines = Text().Split('\n');

    [Fact]
    public void Reference_should_hold_the_defaults_of_the_options_records()
    {
        var settings = FtpServerConfig.Check(Config.Empty);
        var options = new FtpServerOptions { Storage = null!, Authenticator = null!, Users = null! };

        Assert.Equal(options.Name, settings.Name);
        Assert.Equal(options.Listen.AsEnumerable(), settings.Listen.AsEnumerable());
        Assert.Equal(options.Backlog, settings.Backlog);
        Assert.Equal(options.Welcome, settings.Welcome);
        Assert.Equal(options.FallbackCodePage, settings.FallbackCodePage);
        Assert.Equal(options.Languages.Offered.AsEnumerable(), settings.Languages.Offered.AsEnumerable());
        Assert.Equal(options.Compatibility.AsEnumerable(), settings.Compatibility.AsEnumerable());
        Assert.Equal(options.Passive, settings.Passive);
        Assert.Equal(options.Timeouts, settings.Timeouts);
        Assert.Equal(options.Limits, settings.Limits);
        Assert.Equal((options.Admission.MaxRules, options.Admission.Ban), (settings.Admission.MaxRules, settings.Admission.Ban));
        Assert.Equal(options.Admission.Safe.AsEnumerable(), settings.Admission.Safe.AsEnumerable());
        Assert.Empty(settings.Admission.Allow.Concat(settings.Admission.Deny));
        Assert.Equal(options.Throttle, settings.Throttle);
        Assert.Equal(options.Outcomes, settings.Outcomes);
    }

    [Fact]
    public void Reference_should_hold_the_defaults_of_the_disk_storage()
    {
        var disk = Assert.IsType<StorageSettings.Disk>(FtpServerConfig.Check(Config.Empty).Storage);

        Assert.Equal(new DiskStorageOptions { Root = disk.Options.Root }, disk.Options);
    }

    [Fact]
    public void Reference_should_let_nobody_in()
    {
        var users = FtpServerConfig.Check(Config.Empty).Users;

        Assert.Empty(users.Users);
        Assert.Null(users.Anonymous);
    }

    [Fact]
    public void Reference_should_explain_every_key_above_it()
    {
        var silent = Lines.Index()
            .Where(line => line.Item.Trim() is var text && text.Length > 0 && text != "}" && !text.StartsWith('#') && text != "ftp {")
            .Where(line => !Lines[line.Index - 1].TrimStart().StartsWith('#'))
            .Select(line => line.Item);

        Assert.Empty(silent);
    }

    [Fact]
    public void Reference_should_show_a_user_that_can_be_read()
    {
        var example = Lines.SkipWhile(line => !line.Contains("\"j.doe\"")).TakeWhile(line => !line.Contains("users {"))
            .Select(line => line.Trim().TrimStart('#'));
        var settings = FtpServerConfig.Check(HoconFile.Parse(
            $"ftp.tls {{ policy = optional, certificate = a.pem }}\nftp.users {{\n{string.Join('\n', example)}\n}}", "reference"));

        var user = Assert.Single(settings.Users.Users).User;
        Assert.Equal(("j.doe", "/home/j.doe", 4), (user.Name, user.Base.Value, user.MaxSessions));
        Assert.Equal((10 << 20, 1 << 20), (user.Throttle.Total.Download, user.Throttle.Connection.Upload));
    }

    [Fact]
    public void Reference_should_show_a_compatibility_rule_that_can_be_read()
    {
        var example = Lines.SkipWhile(line => !line.Contains("\"10-scanner\"")).TakeWhile(line => !line.Contains("compatibility {"))
            .Select(line => line.Trim().TrimStart('#'));
        var settings = FtpServerConfig.Check(HoconFile.Parse($"ftp.compatibility {{\n{string.Join('\n', example)}\n}}", "reference"));

        var rule = Assert.Single(settings.Compatibility);
        Assert.Equal(
            new CompatibilityRule { User = "scan*", Client = "*lite 1.?", Syst = "Windows_NT", ListFormat = ListFormat.Dos, SizeInAscii = true, Accepted = rule.Accepted },
            rule);
        Assert.Equal(["OPTS", "SITE", "XDEV"], rule.Accepted!.Order());
    }

    private static string Text()
    {
        using var reader = new StreamReader(typeof(FtpServerConfig).Assembly.GetManifestResourceStream("FtpActors.Server.reference.hocon")!);
        return reader.ReadToEnd();
    }
}
