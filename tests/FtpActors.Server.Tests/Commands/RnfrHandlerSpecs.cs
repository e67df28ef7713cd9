using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

public class RnfrHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task RnfrHandler_should_reply_350_and_keep_the_path()
    {
        await Put("/a.txt", "a");
        var (reply, state) = await Step("RNFR a.txt", Ready);
        Assert.Equal(350, reply.Code);
        Assert.Equal(At("/a.txt"), state.RenameFrom);
    }

    [Fact]
    public async Task RnfrHandler_should_take_directories()
    {
        await MakeDirectory("/in");
        Assert.Equal(350, (await Reply("RNFR in", Ready)).Code);
    }

    [Fact]
    public async Task RnfrHandler_should_reply_550_when_nothing_is_there()
    {
        var (reply, state) = await Step("RNFR a.txt", Ready);
        Assert.Equal(550, reply.Code);
        Assert.Null(state.RenameFrom);
    }

    [Fact]
    public async Task RnfrHandler_should_reply_550_for_the_root() => Assert.Equal(550, (await Reply("RNFR /", Ready)).Code);

    [Fact]
    public async Task RnfrHandler_should_reply_550_when_not_permitted()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("RNFR a.txt", As(AllBut(FtpRights.Rename)))).Code);
    }

    [Fact]
    public async Task RnfrHandler_should_reply_550_for_a_directory_below_which_renaming_is_forbidden()
    {
        await MakeDirectory("/in");
        await MakeDirectory("/in/kept");
        var rights = PathRights.ReadWrite.With(At("/in/kept"), FtpRights.ReadOnly);
        Assert.Equal(550, (await Reply("RNFR in", As(rights))).Code);
        await MakeDirectory("/in/other");
        Assert.Equal(350, (await Reply("RNFR in/other", As(rights))).Code);
    }

    [Fact]
    public async Task RnfrHandler_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("RNFR", Ready)).Code);
}
