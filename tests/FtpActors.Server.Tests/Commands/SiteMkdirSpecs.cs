using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class SiteMkdirSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task SiteMkdir_should_reply_257_and_make_what_is_missing()
    {
        await MakeDirectory("/a");
        Assert.Equal(new(257, "\"/a/b c/d\" created."), await Reply("SITE MKDIR a/b c/d", Ready));
        Assert.True((await Files.Stat(At("/a/b c/d"), default)).IsDirectory);
        Assert.Equal(new(257, "\"/a/b c/d\" is there already."), await Reply("SITE MKDIR a/b c/d", Ready));
    }

    [Fact]
    public async Task SiteMkdir_should_reply_452_when_there_is_no_space()
    {
        Storage.Fault = StorageFault.NoSpace;
        Assert.Equal(452, (await Reply("SITE MKDIR a/b", Ready)).Code);
    }

    [Fact]
    public async Task SiteMkdir_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("SITE MKDIR", Ready)).Code);

    [Fact]
    public async Task SiteMkdir_should_reply_550_when_a_name_is_that_of_a_file()
    {
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("SITE MKDIR a", Ready)).Code);
        Assert.Equal(550, (await Reply("SITE MKDIR a/b", Ready)).Code);
    }

    [Fact]
    public async Task SiteMkdir_should_reply_550_and_make_nothing_when_one_of_them_is_not_permitted()
    {
        var rights = PathRights.ReadOnly.With(At("/a/b"), FtpRights.ReadWrite);
        Assert.Equal(new(550, "/a: permission denied."), await Reply("SITE MKDIR a/b", As(rights)));
        Assert.False(await Exists("/a"));
    }

    [Fact]
    public async Task SiteMkdir_should_reply_553_to_a_name_that_is_not_allowed() =>
        Assert.Equal(553, (await Reply($"SITE MKDIR a/{new string('x', 300)}", Ready)).Code);
}
