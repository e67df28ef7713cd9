using FtpActors.Core.Wire;

namespace FtpActors.Client.Tests;

public class ReplyMaskSpecs
{
    [Theory]
    [InlineData("2xx", 200, true)]
    [InlineData("2xx", 331, false)]
    [InlineData("25x", 257, true)]
    [InlineData("25x", 226, false)]
    [InlineData("230|331", 331, true)]
    [InlineData("230|331", 332, false)]
    [InlineData("xxx", 631, true)]
    public void ReplyMask_should_match_digit_by_digit(string mask, int code, bool matches) =>
        Assert.Equal(matches, new ReplyMask(mask).Matches(new FtpReply(code, "")));

    [Theory]
    [InlineData("")]
    [InlineData("2x")]
    [InlineData("2xxx")]
    [InlineData("7xx")]
    [InlineData("2xx|")]
    public void ReplyMask_should_refuse_what_is_none(string mask) => Assert.Throws<FormatException>(() => new ReplyMask(mask));

    [Fact]
    public void ReplyMask_should_match_nothing_by_default() => Assert.False(default(ReplyMask).Matches(new FtpReply(200, "")));

    [Fact]
    public void ReplyMask_should_be_made_of_numbers() => Assert.True(((ReplyMask)250).Matches(new FtpReply(250, "")));
}
