namespace FtpActors.Server.Tests.Commands;

public sealed class SystHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task SystHandler_should_reply_215() => Assert.Equal(new(215, "UNIX Type: L8"), await Reply("SYST"));
}
