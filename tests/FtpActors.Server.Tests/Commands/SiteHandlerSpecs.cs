using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class SiteHandlerSpecs : CommandHandlerSpecBase
{
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
    public async Task SiteHandler_should_reply_501_without_a_subcommand() => Assert.Equal(501, (await Reply("SITE", _state)).Code);

    [Fact]
    public async Task SiteHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("SITE HELP")).Code);
}
