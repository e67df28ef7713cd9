using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class CwdHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task CwdHandler_should_reply_250_and_name_the_directory_it_moved_to()
    {
        await MakeDirectory("/in");
        var (reply, state) = await Step("CWD in", Ready);
        Assert.Equal(250, reply.Code);
        Assert.Equal("\"/in\" is the current directory.", reply.Text);
        Assert.Equal(At("/in"), state.WorkingDirectory);
    }

    [Fact]
    public async Task CwdHandler_should_take_absolute_paths_and_paths_with_dots()
    {
        await MakeDirectory("/in");
        var (_, state) = await Step("CWD /in/../in/.", Ready with { WorkingDirectory = At("/in") });
        Assert.Equal(At("/in"), state.WorkingDirectory);
    }

    [Fact]
    public async Task CwdHandler_should_double_quotes_in_the_name()
    {
        await MakeDirectory("/a\"b");
        Assert.Equal("\"/a\"\"b\" is the current directory.", (await Reply("CWD a\"b", Ready)).Text);
    }

    [Fact]
    public async Task CwdHandler_should_reply_550_when_the_directory_is_missing()
    {
        var (reply, state) = await Step("CWD nowhere", Ready);
        Assert.Equal(550, reply.Code);
        Assert.Equal(FtpPath.Root, state.WorkingDirectory);
    }

    [Fact]
    public async Task CwdHandler_should_reply_550_when_the_path_is_a_file()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("CWD a.txt", Ready)).Code);
    }

    [Fact]
    public async Task CwdHandler_should_reply_550_when_the_nearest_rule_forbids_listing()
    {
        await MakeDirectory("/in");
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.Create);
        Assert.Equal(550, (await Reply("CWD in", As(rights))).Code);
    }

    [Fact]
    public async Task CwdHandler_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("CWD", Ready)).Code);

    [Fact]
    public async Task CwdHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("XCWD in")).Code);
}
