namespace FtpActors.Server.Tests.Commands;

public class PwdHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("PWD", "/", "\"/\" is the current directory.")]
    [InlineData("XPWD", "/a b/c", "\"/a b/c\" is the current directory.")]
    [InlineData("PWD", "/say \"hi\"", "\"/say \"\"hi\"\"\" is the current directory.")]
    public async Task PwdHandler_should_reply_257_with_the_path_quoted(string verb, string directory, string text)
    {
        var reply = await Reply(verb, Ready with { WorkingDirectory = At(directory) });
        Assert.Equal(257, reply.Code);
        Assert.Equal(text, reply.Text);
    }

    [Fact]
    public async Task PwdHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("PWD")).Code);

    [Fact]
    public void PwdHandler_should_be_allowed_between_REST_and_a_transfer() =>
        Assert.True(Options.Commands.Find("PWD")!.IsTransparent);
}
