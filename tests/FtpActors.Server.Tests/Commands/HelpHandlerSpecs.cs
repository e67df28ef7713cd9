using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public sealed class HelpHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task HelpHandler_should_reply_214_with_every_verb_that_is_offered()
    {
        var reply = await Reply("HELP");
        Assert.Equal(214, reply.Code);
        Assert.Equal(
            Options.Commands.Specs.Where(spec => spec.IsOffered && !spec.IsSecurity).Select(spec => spec.Verb),
            reply.Lines[1..].SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task HelpHandler_should_set_the_verbs_in_columns()
    {
        var table = "A BB CCC D E F G H I".Split(' ')
            .Aggregate(CommandTable.Empty.With(CommandTable.Default.Find("HELP")!), (table, verb) => table.With(new(verb, NoopHandler.Props)));
        Options = Options with { Commands = table };
        var reply = await Reply("HELP");
        Assert.Equal([" A    BB   CCC  D    E    F    G    H", " HELP I"], reply.Lines.Skip(1));
    }

    [Theory]
    [InlineData("HELP TYPE")]
    [InlineData("HELP type")]
    public async Task HelpHandler_should_reply_214_with_the_syntax_of_a_verb(string line) =>
        Assert.Equal(new(214, "TYPE A [N] | I | L 8: Choose text or bytes as they are."), await Reply(line));

    [Fact]
    public async Task HelpHandler_should_reply_214_for_a_verb_without_argument() =>
        Assert.Equal(new(214, "NOOP: Do nothing."), await Reply("HELP NOOP"));

    [Fact]
    public async Task HelpHandler_should_reply_502_for_an_unknown_verb() => Assert.Equal(502, (await Reply("HELP XYZ")).Code);
}
