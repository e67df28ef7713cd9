namespace FtpActors.Server.Tests.Commands;

public sealed class ClntHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task ClntHandler_should_reply_200_and_remember_the_client()
    {
        var (reply, state) = await Step("CLNT NcFTP 3.2.6");
        Assert.Equal(200, reply.Code);
        Assert.Equal("NcFTP 3.2.6", state.Client);
    }

    [Fact]
    public async Task ClntHandler_should_keep_a_bounded_and_printable_name()
    {
        var (_, state) = await Step("CLNT \u001b[2J" + new string('x', 1000));
        Assert.Equal("?[2J" + new string('x', 124), state.Client);
    }

    [Fact]
    public async Task ClntHandler_should_reply_501_without_a_name() => Assert.Equal(501, (await Reply("CLNT")).Code);
}
