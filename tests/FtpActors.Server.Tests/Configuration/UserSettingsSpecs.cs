using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class UserSettingsSpecs
{
    private static readonly string Hash = PasswordHash.Create(new Password("secret"), 4).Text;

    [Fact]
    public void UserSettings_should_read_every_key_of_a_user()
    {
        var user = Assert.Single(Read($$"""
            "j.doe" {
              password-hash = "{{Hash}}"
              base = "/home/j.doe"
              home = "/work"
              rights { "/" = read-only, "/in" = "list, create", "/in/x.y" = none }
              max-sessions = 2
              quota = 10MiB
              file-quota = 1000
              oversees-sessions = on
              from = ["192.0.2.0/24", "::1"]
            }
            """).Users);

        Assert.Equal("j.doe", user.User.Name);
        Assert.Equal(["192.0.2.0/24", "::1/128"], user.From.Select(network => network.ToString()));
        Assert.Equal(FtpPath.Parse("/home/j.doe"), user.User.Base);
        Assert.Equal(FtpPath.Parse("/work"), user.User.Home);
        Assert.Equal(2, user.User.MaxSessions);
        Assert.Equal((10 * 1024 * 1024, 1000), (user.User.Quota, user.User.FileQuota));
        Assert.True(user.User.OverseesSessions);
        Assert.Equal(FtpRights.ReadOnly, user.User.Rights.At(FtpPath.Parse("/a/b")));
        Assert.Equal(FtpRights.List | FtpRights.Create, user.User.Rights.At(FtpPath.Parse("/in/b")));
        Assert.Equal(FtpRights.None, user.User.Rights.At(FtpPath.Parse("/in/x.y/z")));
        Assert.Null(user.Plain);
        Assert.NotNull(user.Hash);
    }

    [Fact]
    public void UserSettings_should_give_a_user_everything_in_the_root_by_default()
    {
        var user = Assert.Single(Read($"bob {{ password-hash = \"{Hash}\" }}").Users).User;

        Assert.Equal((FtpPath.Root, FtpPath.Root, null, false), (user.Base, user.Home, user.MaxSessions, user.OverseesSessions));
        Assert.Equal(FtpRights.ReadWrite, user.Rights.At(FtpPath.Parse("/a")));
    }

    [Fact]
    public void UserSettings_should_give_nothing_where_no_rule_of_a_user_reaches()
    {
        var user = Assert.Single(Read($"bob {{ password-hash = \"{Hash}\", rights {{ \"/in\" = read-write }} }}").Users).User;

        Assert.Equal(FtpRights.None, user.Rights.At(FtpPath.Root));
        Assert.Equal(FtpRights.ReadWrite, user.Rights.At(FtpPath.Parse("/in/a")));
    }

    [Fact]
    public void UserSettings_should_read_several_users_and_names_with_signs()
    {
        var users = Read($"a {{ password-hash = \"{Hash}\" }}, \"b@c.de\" {{ password-hash = \"{Hash}\" }}, \"ü x\" {{ password-hash = \"{Hash}\" }}");

        Assert.Equal(["a", "b@c.de", "ü x"], users.Users.Select(user => user.User.Name));
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("read", FtpRights.ReadOnly)]
    [InlineData("write", FtpRights.ReadWrite)]
    public void UserSettings_should_read_what_guests_may_do(string word, FtpRights? rights)
    {
        var guest = Read("", $"anonymous = {word}\nanonymous-base = \"/pub\"\nanonymous-home = \"/new\"").Anonymous;

        Assert.Equal(rights, guest?.Rights.At(FtpPath.Root));
        if (guest is not null)
            Assert.Equal((true, "/pub", "/new"), (guest.IsAnonymous, guest.Base.Value, guest.Home.Value));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("anonymous-login = password", true)]
    [InlineData("anonymous-login = name", false)]
    public void UserSettings_should_read_whether_guests_are_asked_for_a_password(string text, bool asked) =>
        Assert.Equal(asked, Read("", "anonymous = read\n" + text).GuestsNeedPassword);

    [Fact]
    public void UserSettings_should_take_the_plain_password_of_the_sample_user()
    {
        var users = Read("demo { password = demo }");

        Assert.True(users.HasSamplePassword);
        Assert.Equal("demo:demo", users.LoginToShow);
    }

    [Theory]
    [InlineData("demo { password = other }", "ftp.users.demo.password")]
    [InlineData("bob { password = demo }", "ftp.users.bob.password")]
    [InlineData("\"j.doe\" { password = s3cr3t }", "ftp.users.\"j.doe\".password")]
    public void UserSettings_should_refuse_other_plain_passwords_and_name_the_subcommand_without_showing_them(string user, string path)
    {
        var refused = Refused(user);

        Assert.Equal((path, "***"), (refused.Path, refused.Value));
        Assert.Contains("hash-password", refused.Allowed);
        Assert.DoesNotContain("s3cr3t", refused.Message);
    }

    [Fact]
    public void UserSettings_should_take_plain_passwords_verbatim_where_they_do_not_come_from_a_file()
    {
        var config = HoconFile.Parse("ftp.users { bob { password = \" a b \" }, null { password = \"null\" } }", "spec");

        var users = FtpServerConfig.Check(config, plainPasswords: true).Users;

        Assert.True(users.Users[0].Plain!.Matches(new Password(" a b ")));
        Assert.True(users.Users[1].Plain!.Matches(new Password("null")));
        Assert.False(users.HasSamplePassword);
        Assert.Equal("bob", users.LoginToShow);
    }

    [Theory]
    [InlineData("bob { }", "ftp.users.bob.password-hash")]
    [InlineData("bob = secret", "ftp.users.bob")]
    [InlineData("bob { password-hash = plain }", "ftp.users.bob.password-hash")]
    [InlineData("demo { password = demo, password-hash = \"@\" }", "ftp.users.demo.password")]
    [InlineData("bob { password-hash = \"@\", base = x }", "ftp.users.bob.base")]
    [InlineData("bob { password-hash = \"@\", home = \"/a/../b\" }", "ftp.users.bob.home")]
    [InlineData("bob { password-hash = \"@\", max-sessions = 0 }", "ftp.users.bob.max-sessions")]
    [InlineData("bob { password-hash = \"@\", quota = much }", "ftp.users.bob.quota")]
    [InlineData("bob { password-hash = \"@\", file-quota = -1 }", "ftp.users.bob.file-quota")]
    [InlineData("bob { password-hash = \"@\", from = [] }", "ftp.users.bob.from")]
    [InlineData("bob { password-hash = \"@\", from = [\"192.0.2.1/24\"] }", "ftp.users.bob.from")]
    [InlineData("bob { password-hash = \"@\", rights = read-only }", "ftp.users.bob.rights")]
    [InlineData("bob { password-hash = \"@\", rights { \"/\" = all } }", "ftp.users.bob.rights.\"/\"")]
    [InlineData("bob { password-hash = \"@\", rights { \"/\" = \"list,,read\" } }", "ftp.users.bob.rights.\"/\"")]
    [InlineData("bob { password-hash = \"@\", rights { in = list } }", "ftp.users.bob.rights.in")]
    [InlineData("anonymous { password-hash = \"@\" }", "ftp.users.anonymous")]
    [InlineData("FTP { password-hash = \"@\" }", "ftp.users.FTP")]
    [InlineData("\"\" { password-hash = \"@\" }", "ftp.users.\"\"")]
    [InlineData("\"a\\nb\" { password-hash = \"@\" }", "ftp.users.\"a\\nb\"")]
    public void UserSettings_should_refuse_what_is_not_right_about_a_user(string user, string path) =>
        Assert.Equal(path, Refused(user.Replace("@", Hash)).Path);

    private static UserSettings Read(string users, string more = "") =>
        FtpServerConfig.Check(HoconFile.Parse($"ftp {{\nusers {{\n{users}\n}}\n{more}\n}}", "spec")).Users;

    private static FtpConfigException Refused(string users) => Assert.Throws<FtpConfigException>(() => Read(users));
}
