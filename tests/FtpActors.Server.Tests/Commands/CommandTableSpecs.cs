using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public sealed class CommandTableSpecs
{
    public static TheoryData<string> SessionVerbs { get; } =
        [.. "USER PASS ACCT REIN QUIT TYPE MODE STRU ALLO REST PASV EPSV PORT EPRT ABOR STAT SYST LANG HELP FEAT OPTS CLNT NOOP SITE".Split(' ')];

    [Theory]
    [MemberData(nameof(SessionVerbs))]
    public void CommandTable_should_hold_every_verb_about_the_session(string verb) => Assert.NotNull(CommandTable.Default.Find(verb));

    [Fact]
    public void CommandTable_should_have_a_summary_for_every_verb() =>
        Assert.All(CommandTable.Default.Specs, spec => Assert.NotEmpty(spec.Summary));

    [Fact]
    public void CommandTable_should_have_a_syntax_for_every_verb_that_needs_an_argument() =>
        Assert.All(
            CommandTable.Default.Specs.Where(spec => spec.Needed.HasFlag(Need.Argument) || spec.Path == PathUse.Required),
            spec => Assert.NotEmpty(spec.Syntax));

    [Fact]
    public void CommandTable_should_run_these_verbs_at_once_and_no_others() =>
        Assert.Equal(["ABOR", "NOOP", "QUIT", "STAT"], CommandTable.Default.Specs.Where(spec => spec.IsUrgent || spec.IsInterrupt).Select(spec => spec.Verb));

    [Theory]
    [InlineData("USER")]
    [InlineData("PASS")]
    [InlineData("REIN")]
    [InlineData("REST")]
    [InlineData("SITE")]
    public void CommandTable_should_let_these_verbs_end_what_REST_and_RNFR_began(string verb) =>
        Assert.False(CommandTable.Default.Find(verb)!.IsTransparent);

    [Theory]
    [InlineData("PASV")]
    [InlineData("EPRT")]
    [InlineData("TYPE")]
    [InlineData("NOOP")]
    [InlineData("STAT")]
    public void CommandTable_should_let_these_verbs_stand_between_REST_and_its_transfer(string verb) =>
        Assert.True(CommandTable.Default.Find(verb)!.IsTransparent);

    [Fact]
    public void With_should_give_another_table_and_replace_a_verb_of_that_name()
    {
        var spec = new CommandSpec("NOOP", NoopHandler.Props).Help("", "waits");
        Assert.Same(spec, CommandTable.Default.With(spec).Find("NOOP"));
        Assert.NotSame(spec, CommandTable.Default.Find("NOOP"));
    }

    [Fact]
    public void Without_should_give_another_table_that_lacks_the_verb()
    {
        Assert.Null(CommandTable.Default.Without("SITE").Find("SITE"));
        Assert.NotNull(CommandTable.Default.Find("SITE"));
        Assert.Same(CommandTable.Default.Find("NOOP"), CommandTable.Default.Without("SITE").Find("NOOP"));
    }

    [Fact]
    public void Without_should_take_an_unknown_verb_away_without_complaint() =>
        Assert.Equal(CommandTable.Default.Specs, CommandTable.Default.Without("XYZ").Specs);
}
