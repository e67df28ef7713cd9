using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public class UnreadMessagesSpecs
{
    private static readonly FtpReply Fine = new(200, "Fine.");

    private readonly UnreadMessages _messages = new();

    [Fact]
    public void UnreadMessages_should_stand_in_front_of_a_reply_once()
    {
        _messages.Add("One.");
        _messages.Add("Two.");
        Assert.Equal(FtpReply.MultiLine(200, "One.", ["Two."], "Fine."), _messages.PutInto(Fine));
        Assert.Same(Fine, _messages.PutInto(Fine));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(221, true)]
    [InlineData(226, true)]
    [InlineData(227, false)]
    [InlineData(213, false)]
    [InlineData(250, false)]
    [InlineData(257, false)]
    [InlineData(150, false)]
    [InlineData(350, false)]
    [InlineData(426, false)]
    [InlineData(550, false)]
    public void UnreadMessages_should_wait_for_a_reply_that_clients_read_nothing_out_of(int code, bool isTold)
    {
        _messages.Add("One.");
        Assert.Equal(isTold, _messages.PutInto(new FtpReply(code, "Text.")).Lines.Length > 0);
        Assert.Equal(isTold, _messages.PutInto(Fine).Lines.Length == 0);
    }

    [Fact]
    public void UnreadMessages_should_wait_while_replies_have_lines_of_their_own()
    {
        var lines = FtpReply.MultiLine(200, "First.", ["Between."], "Last.");
        _messages.Add("One.");
        Assert.Same(lines, _messages.PutInto(lines));
        Assert.Equal("One.", Assert.Single(_messages.PutInto(Fine).Lines));
    }

    [Fact]
    public void UnreadMessages_should_drop_the_oldest_for_one_too_many()
    {
        for (var i = 0; i <= MessageLimits.MostMessages; i++)
            _messages.Add($"{i}");
        Assert.Equal(Enumerable.Range(1, MessageLimits.MostMessages).Select(i => $"{i}"), _messages.PutInto(Fine).Lines);
    }

    [Fact]
    public void Fit_should_cut_what_is_too_long_and_break_no_line()
    {
        Assert.Equal(new string('a', MessageLimits.LongestText), UnreadMessages.Fit(new string('a', MessageLimits.LongestText + 1)));
        Assert.Equal("One.??226 Two.?[2J", UnreadMessages.Fit("One.\r\n226 Two.\u001b[2J"));
    }

    [Fact]
    public void UnreadMessages_should_forget_what_is_cleared()
    {
        _messages.Add("One.");
        _messages.Clear();
        Assert.Same(Fine, _messages.PutInto(Fine));
    }
}
