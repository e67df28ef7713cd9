using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class SystHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task SystHandler_should_reply_215() => Assert.Equal(new(215, "UNIX Type: L8"), await Reply("SYST"));

    [Fact]
    public async Task SystHandler_should_say_what_suits_the_client() =>
        Assert.Equal(new(215, "Windows_NT"), await Reply("SYST", SessionState.Initial with { Compatibility = new() { Syst = "Windows_NT" } }));
}
