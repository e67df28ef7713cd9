using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public class SiteChmodSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("640")]
    [InlineData("0640")]
    public async Task SiteChmod_should_reply_200_and_set_the_mode(string mode)
    {
        await MakeDirectory("/base");
        await Put("/base/a b", "a");
        var rooted = LoggedInOn(RootedStorage.Of(Files, At("/base")));
        Assert.Equal(new(200, "/a b: mode 0640."), await Reply($"SITE CHMOD {mode} a b", rooted));
        Assert.Equal((UnixFileMode)0b110_100_000, (await Files.Stat(At("/base/a b"), default)).Mode);
    }

    [Theory]
    [InlineData("SITE CHMOD")]
    [InlineData("SITE CHMOD 640")]
    [InlineData("SITE CHMOD 4755 a")]
    [InlineData("SITE CHMOD u+x a")]
    [InlineData("SITE CHMOD 648 a")]
    public async Task SiteChmod_should_reply_501_without_a_mode_and_a_path(string line)
    {
        await Put("/a", "a");
        Assert.Equal(501, (await Reply(line, LoggedInOn(Files))).Code);
    }

    [Fact]
    public async Task SiteChmod_should_reply_504_when_the_storage_keeps_no_bits()
    {
        await Put("/a", "a");
        Assert.Equal(504, (await Reply("SITE CHMOD 640 a", Ready)).Code);
        Assert.Equal(504, (await Reply("SITE CHMOD 640 a", LoggedInOn(RootedStorage.Of(Storage, At("/x"))))).Code);
    }

    [Fact]
    public async Task SiteChmod_should_reply_550_when_nothing_is_there_or_not_permitted()
    {
        Assert.Equal(new(550, "/a: no such file or directory."), await Reply("SITE CHMOD 640 a", LoggedInOn(Files)));
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("SITE CHMOD 640 a", LoggedInOn(Files, AllBut(FtpRights.Overwrite)))).Code);
    }

    [Fact]
    public async Task SiteChmod_should_reply_550_for_the_root_and_the_base_of_a_user()
    {
        await MakeDirectory("/base");
        Assert.Equal(new(550, "/: permission denied."), await Reply("SITE CHMOD 000 /", LoggedInOn(Files)));
        Assert.Equal(new(550, "/: permission denied."), await Reply("SITE CHMOD 000 /", LoggedInOn(RootedStorage.Of(Files, At("/base")))));
        Assert.Null((await Files.Stat(At("/base"), default)).Mode);
    }

    [Fact]
    public void Site_should_have_no_deadline_for_its_long_work_alone()
    {
        Assert.False(CommandTable.Default.Find("SITE")!.IsLong);
        Assert.Equal(["COPY", "CPTO", "RMDIR"], SiteCommand.All.Values.Where(command => command.IsLong).Select(command => command.Name));
    }
}
