using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class TypeHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("A")]
    [InlineData("a")]
    [InlineData("A N")]
    [InlineData("a n")]
    public async Task TypeHandler_should_reply_200_to_ascii(string argument)
    {
        var (reply, state) = await Step($"TYPE {argument}", _state with { Type = TransferType.Image });
        Assert.Equal(200, reply.Code);
        Assert.Equal(TransferType.Ascii, state.Type);
    }

    [Theory]
    [InlineData("I")]
    [InlineData("i")]
    [InlineData("L 8")]
    [InlineData("l 8")]
    [InlineData("L8")]
    public async Task TypeHandler_should_reply_200_to_image(string argument)
    {
        var (reply, state) = await Step($"TYPE {argument}", _state);
        Assert.Equal(200, reply.Code);
        Assert.Equal(TransferType.Image, state.Type);
    }

    [Theory]
    [InlineData("A T")]
    [InlineData("A C")]
    [InlineData("E")]
    [InlineData("E N")]
    [InlineData("L 7")]
    [InlineData("L 36")]
    public async Task TypeHandler_should_reply_504_to_types_that_are_not_offered(string argument)
    {
        var (reply, state) = await Step($"TYPE {argument}", _state);
        Assert.Equal(504, reply.Code);
        Assert.Equal(_state, state);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("A X")]
    [InlineData("A N N")]
    [InlineData("I N")]
    [InlineData("L")]
    [InlineData("L x")]
    [InlineData("L 0")]
    [InlineData("L -8")]
    public async Task TypeHandler_should_reply_501_to_anything_else(string argument) =>
        Assert.Equal(501, (await Reply($"TYPE {argument}", _state)).Code);

    [Fact]
    public async Task TypeHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("TYPE I")).Code);
}
