using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class MkdHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("MKD")]
    [InlineData("XMKD")]
    public async Task MkdHandler_should_reply_257_with_the_absolute_path(string verb)
    {
        await MakeDirectory("/in");
        var reply = await Reply($"{verb} new", Ready with { WorkingDirectory = At("/in") });
        Assert.Equal(257, reply.Code);
        Assert.Equal("\"/in/new\" created.", reply.Text);
        Assert.True((await Files.Stat(At("/in/new"), default)).IsDirectory);
    }

    [Fact]
    public async Task MkdHandler_should_double_quotes_in_the_path() =>
        Assert.Equal("\"/a\"\"b\" created.", (await Reply("MKD a\"b", Ready)).Text);

    [Fact]
    public async Task MkdHandler_should_reply_550_when_the_name_is_taken()
    {
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("MKD a", Ready)).Code);
        Assert.Equal(550, (await Reply("MKD /", Ready)).Code);
    }

    [Fact]
    public async Task MkdHandler_should_reply_550_when_the_parent_is_missing() =>
        Assert.Equal(550, (await Reply("MKD a/b", Ready)).Code);

    [Fact]
    public async Task MkdHandler_should_reply_550_when_the_nearest_rule_forbids_it()
    {
        await MakeDirectory("/in");
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.ReadWrite & ~FtpRights.Directories);
        Assert.Equal(550, (await Reply("MKD in/new", As(rights))).Code);
        Assert.False(await Exists("/in/new"));
        Assert.Equal(257, (await Reply("MKD new", As(rights))).Code);
    }

    [Fact]
    public async Task MkdHandler_should_reply_553_when_the_name_is_not_allowed() =>
        Assert.Equal(553, (await Reply("MKD " + new string('x', 256), Ready)).Code);

    [Fact]
    public async Task MkdHandler_should_reply_452_when_there_is_no_space()
    {
        Storage.Fault = StorageFault.NoSpace;
        Assert.Equal(452, (await Reply("MKD new", Ready)).Code);
    }

    [Fact]
    public async Task MkdHandler_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("MKD", Ready)).Code);
}
