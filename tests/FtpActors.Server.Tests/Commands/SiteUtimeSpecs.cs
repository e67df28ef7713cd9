using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

public class SiteUtimeSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("SITE UTIME 20020717210715 a b", "20020717210715")]
    [InlineData("SITE UTIME 200207172107 a b", "20020717210700")]
    [InlineData("SITE UTIME a b 20010101000000 20020717210715 20010101000000 UTC", "20020717210715")]
    public async Task SiteUtime_should_reply_200_and_set_the_time(string line, string time)
    {
        await Put("/a b", "a");
        Assert.Equal(new(200, $"/a b: modified {time}."), await Reply(line, LoggedInOn(Files)));
        Assert.Equal(new(213, time), await Reply("MDTM a b", LoggedInOn(Files)));
    }

    [Theory]
    [InlineData("SITE UTIME")]
    [InlineData("SITE UTIME 20020717210715")]
    [InlineData("SITE UTIME yesterday a")]
    [InlineData("SITE UTIME a 20010101000000 x 20010101000000 UTC")]
    [InlineData("SITE UTIME 20010101000000 ")]
    public async Task SiteUtime_should_reply_501_to_another_form(string line)
    {
        await Put("/a", "a");
        Assert.Equal(501, (await Reply(line, LoggedInOn(Files))).Code);
    }

    [Fact]
    public async Task SiteUtime_should_reply_504_when_the_storage_keeps_no_times()
    {
        await Put("/a", "a");
        Assert.Equal(504, (await Reply("SITE UTIME 20020717210715 a", Ready)).Code);
    }

    [Fact]
    public async Task SiteUtime_should_reply_550_when_nothing_is_there_or_not_permitted()
    {
        Assert.Equal(550, (await Reply("SITE UTIME 20020717210715 a", LoggedInOn(Files))).Code);
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("SITE UTIME 20020717210715 a", LoggedInOn(Files, AllBut(FtpRights.Overwrite)))).Code);
    }
}
