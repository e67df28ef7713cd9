using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class SiteUmaskSpecs : FileVerbSpecBase
{
    private SessionState Masked => LoggedInOn(Files) with { ModeMask = (UnixFileMode)0b000_010_111, Data = Ready.Data, Type = TransferType.Image };

    [Fact]
    public async Task SiteUmask_should_reply_200_with_the_mask_that_is_set()
    {
        Assert.Equal(new(200, "No mask is set."), await Reply("SITE UMASK", LoggedInOn(Files)));
        var (reply, state) = await Step("SITE UMASK 027", LoggedInOn(Files));
        Assert.Equal(new(200, "The mask is 0027."), reply);
        Assert.Equal((UnixFileMode)0b000_010_111, state.ModeMask);
        Assert.Equal(new(200, "The mask is 0027."), await Reply("SITE UMASK", state));
    }

    [Theory]
    [InlineData("SITE UMASK 8")]
    [InlineData("SITE UMASK rwx")]
    [InlineData("SITE UMASK 1777")]
    public async Task SiteUmask_should_reply_501_to_what_is_no_mask(string line) => Assert.Equal(501, (await Reply(line, LoggedInOn(Files))).Code);

    [Fact]
    public async Task SiteUmask_should_reply_504_when_the_storage_keeps_no_bits() =>
        Assert.Equal(504, (await Reply("SITE UMASK 027", Ready)).Code);

    [Fact]
    public async Task SiteUmask_should_reply_504_when_the_storage_behind_a_view_keeps_no_bits() =>
        Assert.Equal(504, (await Reply("SITE UMASK 027", LoggedInOn(RootedStorage.Of(Storage, At("/x"))))).Code);

    [Fact]
    public async Task SiteUmask_should_hold_for_new_directories()
    {
        Assert.Equal(257, (await Reply("MKD a", Masked)).Code);
        Assert.Equal(257, (await Reply("SITE MKDIR b/c", Masked)).Code);
        foreach (var path in new[] { "/a", "/b", "/b/c" })
            Assert.Equal((UnixFileMode)0b111_101_000, (await Files.Stat(At(path), default)).Mode);
    }

    [Theory]
    [InlineData("STOR a")]
    [InlineData("APPE a")]
    public async Task SiteUmask_should_hold_for_new_files_and_leave_others_as_they_are(string line)
    {
        await Received(await Run(line, Masked), "1");
        Assert.Equal((UnixFileMode)0b110_100_000, (await Files.Stat(At("/a"), default)).Mode);
        await Files.SetMode(At("/a"), UnixFileMode.UserRead, default);
        await Received(await Run(line, Masked), "2");
        Assert.Equal(UnixFileMode.UserRead, (await Files.Stat(At("/a"), default)).Mode);
    }

    [Fact]
    public async Task SiteUmask_should_not_fail_what_was_done_when_the_bits_cannot_be_set()
    {
        var bare = Masked with { Storage = RootedStorage.Of(Storage, At("/x")) };
        await MakeDirectory("/x");
        Assert.Equal(257, (await Reply("MKD a", bare)).Code);
        await Received(await Run("STOR b", bare), "1");
        Assert.Equal("1", await Get("/x/b"));
    }
}
