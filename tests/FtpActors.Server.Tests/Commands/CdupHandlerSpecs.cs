using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

/// <summary>CDUP is the CWD handler with the path the table gives it.</summary>
public class CdupHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("CDUP")]
    [InlineData("XCUP")]
    [InlineData("CDUP ignored")]
    public async Task CdupHandler_should_reply_250_and_move_to_the_parent(string line)
    {
        await MakeDirectory("/in");
        var (reply, state) = await Step(line, Ready with { WorkingDirectory = At("/in/deep") });
        Assert.Equal(250, reply.Code);
        Assert.Equal("\"/in\" is the current directory.", reply.Text);
        Assert.Equal(At("/in"), state.WorkingDirectory);
    }

    [Fact]
    public async Task CdupHandler_should_stay_at_the_root()
    {
        var (reply, state) = await Step("CDUP", Ready);
        Assert.Equal(250, reply.Code);
        Assert.Equal(FtpPath.Root, state.WorkingDirectory);
    }

    [Fact]
    public async Task CdupHandler_should_reply_550_when_the_parent_is_gone() =>
        Assert.Equal(550, (await Reply("CDUP", Ready with { WorkingDirectory = At("/gone/deep") })).Code);

    [Fact]
    public async Task CdupHandler_should_reply_550_when_the_parent_may_not_be_listed()
    {
        await MakeDirectory("/in");
        var rights = Only(FtpRights.None).With(At("/in"), FtpRights.ReadWrite);
        Assert.Equal(550, (await Reply("CDUP", As(rights) with { WorkingDirectory = At("/in") })).Code);
    }
}
