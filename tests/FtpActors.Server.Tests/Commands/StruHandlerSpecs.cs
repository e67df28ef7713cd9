using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class StruHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("F")]
    [InlineData("f")]
    [InlineData("F ")]
    public async Task StruHandler_should_reply_200_to_what_is_offered(string argument) =>
        Assert.Equal(200, (await Reply($"STRU {argument}", _state)).Code);

    [Theory]
    [InlineData("R")]
    [InlineData("P")]
    public async Task StruHandler_should_reply_504_to_what_the_RFC_has_beyond_that(string argument) =>
        Assert.Equal(504, (await Reply($"STRU {argument}", _state)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("F F")]
    public async Task StruHandler_should_reply_501_to_anything_else(string argument) =>
        Assert.Equal(501, (await Reply($"STRU {argument}", _state)).Code);

    [Fact]
    public async Task StruHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("STRU F")).Code);
}
