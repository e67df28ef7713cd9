using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class RangHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("RANG 0 0", 0, 0L)]
    [InlineData("RANG 802816 1000000", 802816, 1000000L)]
    public async Task RangHandler_should_reply_350_with_the_range(string line, long start, long end)
    {
        var (reply, state) = await Step(line, Ready);
        Assert.Equal(new(350, $"Restarting at {start}. End byte range at {end}."), reply);
        Assert.Equal((start, (long?)end), (state.RestartAt, state.RangeEnd));
    }

    [Fact]
    public async Task RangHandler_should_reply_350_when_the_range_is_reset()
    {
        var (reply, state) = await Step("RANG 1 0", Ready);
        Assert.Equal(350, reply.Code);
        Assert.Null(state.RangeEnd);
        Assert.False(Options.Commands.Find("RANG")!.IsTransparent);
    }

    [Theory]
    [InlineData("RANG")]
    [InlineData("RANG 1")]
    [InlineData("RANG 5 4")]
    [InlineData("RANG -1 4")]
    [InlineData("RANG 1 2 3")]
    [InlineData("RANG 0 9223372036854775807")]
    public async Task RangHandler_should_reply_501_to_what_is_no_range(string line) => Assert.Equal(501, (await Reply(line, Ready)).Code);

    [Fact]
    public async Task RangHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("RANG 0 1", SessionState.Initial)).Code);

    [Theory]
    [InlineData(2, 4, "234")]
    [InlineData(8, 100, "89")]
    [InlineData(20, 30, "")]
    public async Task RetrHandler_should_send_the_range(long start, long end, string content)
    {
        await Put("/a", "0123456789");
        var outcome = await Run("RETR a", Ready with { RestartAt = start, RangeEnd = end });
        Assert.Equal(content, await Sent(outcome));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData("STOR")]
    [InlineData("APPE")]
    public async Task StorHandler_and_AppeHandler_should_reply_504_after_RANG(string verb)
    {
        await Put("/a", "0123456789");
        Assert.Equal(504, (await Reply($"{verb} a", Ready with { RestartAt = 2, RangeEnd = 4 })).Code);
        Assert.Equal("0123456789", await Get("/a"));
    }
}
