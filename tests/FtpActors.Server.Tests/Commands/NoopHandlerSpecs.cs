namespace FtpActors.Server.Tests.Commands;

public sealed class NoopHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task NoopHandler_should_reply_200() => Assert.Equal(200, (await Reply("NOOP")).Code);
}
