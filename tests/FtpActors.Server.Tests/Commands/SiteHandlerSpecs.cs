using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class SiteHandlerSpecs : CommandHandlerSpecBase
{
    private static readonly SiteCommand Echo = new("ECHO", "<text>", "Say it again.", static (_, argument) => new(Outcome.Of(200, argument)));

    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("SITE HELP")]
    [InlineData("SITE help")]
    public async Task SiteHandler_should_reply_214_to_HELP_with_every_subcommand(string line)
    {
        var reply = await Reply(line, _state);
        Assert.Equal(214, reply.Code);
        Assert.Equal(
            SiteCommand.All.Keys,
            reply.Lines[1..].SelectMany(names => names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task SiteHandler_should_reply_214_to_HELP_with_the_syntax_of_a_subcommand() =>
        Assert.Equal(new(214, "SITE HELP [<subcommand>]: List the subcommands or explain one."), await Reply("SITE HELP help", _state));

    [Theory]
    [InlineData("SITE XYZ")]
    [InlineData("SITE HELP XYZ")]
    public async Task SiteHandler_should_reply_504_to_an_unknown_subcommand(string line) =>
        Assert.Equal(new(504, "SITE XYZ: no such subcommand."), await Reply(line, _state));

    [Fact]
    public async Task SiteHandler_should_run_a_subcommand_of_an_embedder_and_give_it_the_rest_of_the_line()
    {
        Options = Options with { Commands = CommandTable.Default.WithSite(Echo) };
        Assert.Equal(new(200, "one  two"), await Reply("SITE echo one  two", _state));
        Assert.Contains("ECHO", string.Join(' ', (await Reply("SITE HELP", _state)).Lines), StringComparison.Ordinal);
        Assert.Equal(new(214, "SITE ECHO <text>: Say it again."), await Reply("SITE HELP ECHO", _state));
    }

    [Fact]
    public async Task SiteHandler_should_reply_504_to_a_subcommand_that_was_taken_away()
    {
        Options = Options with { Commands = CommandTable.Default.WithoutSite("help") };
        Assert.Equal(504, (await Reply("SITE HELP", _state)).Code);
    }

    [Fact]
    public void WithSite_should_give_another_table_with_the_same_verbs_and_replace_a_subcommand_of_that_name()
    {
        var table = CommandTable.Default.WithSite(Echo with { Name = "HELP" });
        Assert.Equal("Say it again.", table.Site["help"].Summary);
        Assert.Equal(CommandTable.Default.Specs, table.Specs);
        Assert.NotEqual("Say it again.", CommandTable.Default.Site["HELP"].Summary);
        Assert.Same(table.Site, table.Without("NOOP").Site);
    }

    [Fact]
    public async Task SiteHandler_should_reply_501_without_a_subcommand() => Assert.Equal(501, (await Reply("SITE", _state)).Code);

    [Fact]
    public async Task SiteHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("SITE HELP")).Code);

    [Fact]
    public async Task SiteHandler_should_reply_200_to_an_unknown_subcommand_for_a_client_that_takes_all_for_granted()
    {
        var bent = _state with { Compatibility = new Compatibility { Accepted = ["SITE"] } };
        Assert.Equal(new(200, "SITE accepted, without effect."), await Reply("SITE XYZ", bent));
        Assert.Equal(501, (await Reply("SITE UMASK 9", bent)).Code);
    }
}
