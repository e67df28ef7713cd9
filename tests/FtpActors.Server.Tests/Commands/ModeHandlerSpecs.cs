using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class ModeHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("S", TransferMode.Stream)]
    [InlineData("s", TransferMode.Stream)]
    [InlineData("B", TransferMode.Block)]
    [InlineData("Z", TransferMode.Deflate)]
    [InlineData("z", TransferMode.Deflate)]
    [InlineData("S ", TransferMode.Stream)]
    public async Task ModeHandler_should_reply_200_to_what_is_offered(string argument, TransferMode mode)
    {
        var (reply, state) = await Step($"MODE {argument}", _state with { Mode = (TransferMode)(-1) });
        Assert.Equal(200, reply.Code);
        Assert.Equal(mode, state.Mode);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("c")]
    public async Task ModeHandler_should_reply_504_to_what_the_RFC_has_beyond_that(string argument) =>
        Assert.Equal(504, (await Reply($"MODE {argument}", _state)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("T")]
    [InlineData("S S")]
    public async Task ModeHandler_should_reply_501_to_anything_else(string argument) =>
        Assert.Equal(501, (await Reply($"MODE {argument}", _state)).Code);

    [Fact]
    public async Task ModeHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("MODE S")).Code);
}
