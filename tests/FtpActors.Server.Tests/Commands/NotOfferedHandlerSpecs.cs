using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public sealed class NotOfferedHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("SMNT /disk")]
    [InlineData("SMNT")]
    [InlineData("LPRT 4,4,127,0,0,1,2,10,10")]
    [InlineData("LPSV")]
    public async Task NotOfferedHandler_should_reply_502_to_what_RFCs_know_and_this_server_has_not(string line) =>
        Assert.Equal(502, (await Reply(line)).Code);

    [Fact]
    public async Task NotOfferedHandler_should_show_in_neither_FEAT_nor_HELP_but_explain_itself()
    {
        var verbs = Options.Commands.Specs.Where(spec => !spec.IsOffered).ToArray();
        Assert.Equal(7, verbs.Length);
        Assert.All(verbs, spec => Assert.Null(spec.Feature));
        var words = (await Reply("HELP")).Lines.SelectMany(line => line.Split(' ')).ToArray();
        Assert.All(verbs, spec => Assert.DoesNotContain(spec.Verb, words));
        Assert.Equal(new(214, "SMNT: Not offered: There is nothing to mount here."), await Reply("HELP SMNT"));
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("XSEN")]
    [InlineData("MLFL")]
    [InlineData("XTP")]
    public void CommandTable_should_leave_what_nobody_sends_any_more_unknown(string verb) =>
        Assert.Null(CommandTable.Default.Find(verb));
}
