using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class SiteQuotaSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task SiteQuota_should_reply_200_with_the_bytes_that_are_left() =>
        Assert.Equal(new(200, "/: 1000 bytes available."), await Reply("SITE QUOTA", LoggedInOn(new MemoryStorage(capacity: 1000))));

    [Fact]
    public async Task SiteQuota_should_reply_200_when_no_limit_is_known()
    {
        await MakeDirectory("/d");
        Assert.Equal(new(200, "/d: no limit is known."), await Reply("SITE QUOTA d", Ready));
        Assert.Equal(new(200, "/d: no limit is known."), await Reply("SITE QUOTA /d", LoggedInOn(Files)));
    }

    [Fact]
    public async Task SiteQuota_should_reply_550_when_it_is_missing_no_directory_or_not_permitted()
    {
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("SITE QUOTA missing", Ready)).Code);
        Assert.Equal(550, (await Reply("SITE QUOTA a", Ready)).Code);
        Assert.Equal(550, (await Reply("SITE QUOTA", As(AllBut(FtpRights.List)))).Code);
    }
}
