using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class SiteSymlinkSpecs : FileVerbSpecBase
{
    private readonly LinkingStorage _links;

    public SiteSymlinkSpecs() => _links = new LinkingStorage(Files);

    [Fact]
    public async Task SiteSymlink_should_reply_200_and_make_the_link()
    {
        await MakeDirectory("/base");
        await Put("/base/a b", "a");
        Assert.Equal(new(200, "/l leads to /a b."), await Reply("SITE SYMLINK \"a b\" l", LoggedInOn(RootedStorage.Of(_links, At("/base")))));
        Assert.Equal((At("/base/l"), At("/base/a b")), _links.Made);
    }

    [Theory]
    [InlineData("SITE SYMLINK")]
    [InlineData("SITE SYMLINK a")]
    [InlineData("SITE SYMLINK a b c")]
    public async Task SiteSymlink_should_reply_501_without_two_paths(string line) =>
        Assert.Equal(501, (await Reply(line, LoggedInOn(_links))).Code);

    [Fact]
    public async Task SiteSymlink_should_reply_504_when_the_storage_has_no_links()
    {
        await Put("/a", "a");
        Assert.Equal(504, (await Reply("SITE SYMLINK a l", LoggedInOn(Files))).Code);
    }

    [Fact]
    public async Task SiteSymlink_should_reply_550_when_the_target_is_missing_or_the_link_may_not_be_made()
    {
        Assert.Equal(new(550, "/a: no such file or directory."), await Reply("SITE SYMLINK a l", LoggedInOn(_links)));
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("SITE SYMLINK a l", LoggedInOn(_links, AllBut(FtpRights.Create)))).Code);
        Assert.Equal(550, (await Reply("SITE SYMLINK a /", LoggedInOn(_links))).Code);
        Assert.Null(_links.Made);
    }

    [Fact]
    public async Task SiteSymlink_should_reply_550_when_the_link_would_lend_a_right()
    {
        await MakeDirectory("/closed");
        await MakeDirectory("/closed/open");
        await Put("/closed/a", "a");
        var rights = PathRights.ReadWrite.With(At("/closed"), FtpRights.List).With(At("/closed/open"), FtpRights.ReadWrite);
        Assert.Equal(550, (await Reply("SITE SYMLINK closed l", LoggedInOn(_links, rights))).Code);
        Assert.Equal(550, (await Reply("SITE SYMLINK closed/a l", LoggedInOn(_links, rights))).Code);
        Assert.Equal(550, (await Reply("SITE SYMLINK / l", LoggedInOn(_links, rights))).Code);
        Assert.Equal(200, (await Reply("SITE SYMLINK closed/open l", LoggedInOn(_links, rights))).Code);
    }

    private sealed class LinkingStorage(IFtpStorage inner) : WatchedStorage(inner), ILinkStorage
    {
        public (FtpPath Link, FtpPath Target)? Made { get; private set; }

        public Task MakeLink(FtpPath link, FtpPath target, CancellationToken cancel)
        {
            Made = (link, target);
            return Task.CompletedTask;
        }
    }
}
