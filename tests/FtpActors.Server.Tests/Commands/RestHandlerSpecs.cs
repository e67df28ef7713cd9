using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class RestHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(5_000_000_000)]
    [InlineData(long.MaxValue)]
    public async Task RestHandler_should_reply_350_and_remember_the_offset(long offset)
    {
        var (reply, state) = await Step($"REST {offset}", _state);
        Assert.Equal(new(350, $"Restarting at {offset}."), reply);
        Assert.Equal(offset, state.RestartAt);
    }

    [Fact]
    public async Task RestHandler_should_ignore_spaces_at_the_end()
    {
        var (reply, state) = await Step("REST 42  ", _state);
        Assert.Equal(new(350, "Restarting at 42."), reply);
        Assert.Equal(42, state.RestartAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    public async Task RestHandler_should_reply_501_to_anything_but_a_count(string argument)
    {
        var (reply, state) = await Step($"REST {argument}", _state);
        Assert.Equal(501, reply.Code);
        Assert.Equal(_state, state);
    }

    [Fact]
    public async Task RestHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("REST 1")).Code);
}
