using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class ThrottleSettingsSpecs
{
    private static readonly string Hash = PasswordHash.Create(new Password("secret"), 4).Text;

    [Fact]
    public void ThrottleSettings_should_read_the_limits_of_the_server_and_of_each_connection()
    {
        var settings = Check("ftp.throttle { server { upload = 1, download = 10 MiB }, connection.upload = 1TiB }");

        Assert.Equal(new ThrottleOptions { Upload = 1, Download = 10 << 20 }, settings.Throttle.Total);
        Assert.Equal(new ThrottleOptions { Upload = 1L << 40 }, settings.Throttle.Connection);
    }

    [Fact]
    public void ThrottleSettings_should_read_the_limits_of_a_user_and_of_guests()
    {
        var users = Check($$"""
            ftp.users.bob { password-hash = "{{Hash}}", throttle { user.upload = 2kB, connection { upload = unlimited, download = 3kB } } }
            ftp.anonymous = read
            ftp.anonymous-throttle { user.download = 4kB }
            """).Users;

        Assert.Equal(
            new ThrottleLevels { Total = new() { Upload = 2000 }, Connection = new() { Download = 3000 } },
            Assert.Single(users.Users).User.Throttle);
        Assert.Equal(new ThrottleLevels { Total = new() { Download = 4000 } }, users.Anonymous!.Throttle);
    }

    [Fact]
    public void ThrottleSettings_should_not_limit_a_user_by_default()
    {
        var users = Check($"ftp.users.bob.password-hash = \"{Hash}\"\nftp.anonymous = read").Users;

        Assert.Equal(ThrottleLevels.Unlimited, Assert.Single(users.Users).User.Throttle);
        Assert.Equal(ThrottleLevels.Unlimited, users.Anonymous!.Throttle);
    }

    [Theory]
    [InlineData("ftp.throttle.server.upload", "0")]
    [InlineData("ftp.throttle.connection.download", "2TiB")]
    [InlineData("ftp.throttle.server.download", "fast")]
    [InlineData("ftp.anonymous-throttle.user.upload", "none")]
    [InlineData("ftp.users.bob.throttle.connection.download", "-1")]
    public void ThrottleSettings_should_refuse_what_is_no_rate(string key, string value)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.users.bob.password-hash = \"{Hash}\"\n{key} = \"{value}\""));

        Assert.Equal($"{key} = \"{value}\": must be a size per second from 1 to 1TiB, such as 512KiB, or unlimited.", Assert.Single(wrong.Problems).ToString());
    }

    [Theory]
    [InlineData("ftp.throttle.server.uploads")]
    [InlineData("ftp.throttle.user.upload")]
    [InlineData("ftp.users.bob.throttle.server.upload")]
    [InlineData("ftp.anonymous-throttle.upload")]
    public void ThrottleSettings_should_refuse_unknown_keys(string key)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check($"ftp.users.bob.password-hash = \"{Hash}\"\n{key} = 1"));

        Assert.StartsWith(key, Assert.Single(wrong.Problems).ToString());
    }

    private static FtpServerSettings Check(string hocon) => FtpServerConfig.Check(HoconFile.Parse(hocon, "spec"));
}
