using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class NlstHandlerSpecs : FileVerbSpecBase
{
    private async Task<string[]> Names(string line, SessionState? state = null) =>
        [.. (await Sent(await Run(line, state ?? Ready))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private async Task SomeFiles()
    {
        await MakeDirectory("/in");
        await MakeDirectory("/in/sub");
        await Put("/in/a.txt", "a");
        await Put("/in/b c.txt", "b");
    }

    [Fact]
    public async Task NlstHandler_should_send_names_ending_in_CRLF_between_150_and_226()
    {
        await Put("/a.txt", "a");
        var outcome = await Run("NLST", Ready with { Type = TransferType.Ascii });
        Assert.Equal("150 Opening data connection for the listing of /.", Plan(outcome).Opening.ToString());
        Assert.Equal("226 Transfer complete.", Plan(outcome).Closing.ToString());
        Assert.False(Plan(outcome).IsAscii);
        Assert.Equal("a.txt\r\n", await Sent(outcome));
    }

    [Theory]
    [InlineData("NLST")]
    [InlineData("NLST -a")]
    [InlineData("NLST .")]
    [InlineData("NLST ./")]
    public async Task NlstHandler_should_send_bare_names_of_the_working_directory(string line)
    {
        await SomeFiles();
        Assert.Equal(["a.txt", "b c.txt", "sub"], await Names(line, Ready with { WorkingDirectory = At("/in") }));
    }

    [Theory]
    [InlineData("NLST in", new[] { "in/a.txt", "in/b c.txt", "in/sub" })]
    [InlineData("NLST -1 in/", new[] { "in/a.txt", "in/b c.txt", "in/sub" })]
    [InlineData("NLST /in", new[] { "/in/a.txt", "/in/b c.txt", "/in/sub" })]
    [InlineData("NLST in/a.txt", new[] { "in/a.txt" })]
    [InlineData("NLST in/*.txt", new[] { "in/a.txt", "in/b c.txt" })]
    [InlineData("NLST /i*", new[] { "/in" })]
    [InlineData("NLST *", new[] { "in" })]
    [InlineData("NLST in/*.zip", new string[0])]
    [InlineData("NLST /", new[] { "/in" })]
    public async Task NlstHandler_should_put_the_directory_in_front_as_the_client_wrote_it(string line, string[] names)
    {
        await SomeFiles();
        Assert.Equal(names, await Names(line));
    }

    [Theory]
    [InlineData("NLST nowhere")]
    [InlineData("NLST nowhere/*")]
    public async Task NlstHandler_should_reply_550_when_nothing_is_there(string line) =>
        Assert.Equal(550, (await Reply(line, Ready)).Code);

    [Fact]
    public async Task NlstHandler_should_reply_550_when_not_permitted() =>
        Assert.Equal(550, (await Reply("NLST", As(AllBut(FtpRights.List)))).Code);

    [Fact]
    public async Task NlstHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("NLST", Ready with { Data = null })).Code);
}
