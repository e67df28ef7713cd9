using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class ListHandlerSpecs : FileVerbSpecBase
{
    private static readonly DateTime Moment = new(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    /// <summary>The names of the lines LIST sends, sorted.</summary>
    private async Task<string[]> Names(string line, SessionState? state = null) =>
        [.. Lines(await Sent(await Run(line, state ?? Ready))).Select(text => text[(text.LastIndexOf(' ') + 1)..]).Order(StringComparer.Ordinal)];

    private static string[] Lines(string text) => text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private async Task SomeFiles()
    {
        await MakeDirectory("/in");
        foreach (var name in new[] { "a.txt", "b.txt", "c.log", ".hidden", "-l" })
            await Put("/in/" + name, name);
    }

    [Fact]
    public async Task ListHandler_should_send_a_line_for_each_entry_between_150_and_226()
    {
        await MakeDirectory("/sub");
        await Put("/a.txt", "hello");
        await Files.SetModified(At("/a.txt"), Moment, default);
        var outcome = await Run("LIST", Ready with { Type = TransferType.Ascii });
        var plan = Plan(outcome);
        Assert.Equal("150 Opening data connection for the listing of /.", plan.Opening.ToString());
        Assert.Equal("226 Transfer complete.", plan.Closing.ToString());
        Assert.False(plan.IsAscii);
        var text = await Sent(outcome);
        Assert.EndsWith("\r\n", text);
        Assert.Equal(2, Lines(text).Length);
        Assert.Matches(@"(?m)^-rw-r--r-- +1 ftp +ftp +5 Feb 03  2021 a\.txt\r$", text);
        Assert.Matches(@"(?m)^drwxr-xr-x .* sub\r$", text);
    }

    [Theory]
    [InlineData("LIST -r")]
    [InlineData("LIST -R -r")]
    public async Task ListHandler_should_write_DOS_lines_to_clients_that_need_them(string line)
    {
        await MakeDirectory("/sub");
        await Files.SetModified(At("/sub"), Moment, default);
        await Put("/a.txt", "hello");
        await Files.SetModified(At("/a.txt"), Moment, default);
        var sent = await Sent(await Run(line, Ready with { Compatibility = new() { ListFormat = ListFormat.Dos } }));
        Assert.Equal(["02-03-21  04:05AM       <DIR>          sub", "02-03-21  04:05AM                    5 a.txt"], Lines(sent).Take(2));
    }

    [Theory]
    [InlineData("LIST in")]
    [InlineData("LIST /in/")]
    [InlineData("LIST -la in")]
    [InlineData("LIST -a -l -- in")]
    public async Task ListHandler_should_list_the_directory_that_is_named_and_ignore_options(string line)
    {
        await SomeFiles();
        Assert.Equal(["-l", ".hidden", "a.txt", "b.txt", "c.log"], await Names(line));
    }

    [Theory]
    [InlineData("LIST")]
    [InlineData("LIST -l")]
    [InlineData("LIST -aL -1t")]
    public async Task ListHandler_should_list_the_working_directory_when_there_is_no_path(string line)
    {
        await SomeFiles();
        Assert.Equal(5, (await Names(line, Ready with { WorkingDirectory = At("/in") })).Length);
    }

    [Theory]
    [InlineData("LIST a.txt", "a.txt")]
    [InlineData("LIST ./-l", "-l")]
    [InlineData("LIST -- -l", "-l")]
    [InlineData("LIST -a ./-l", "-l")]
    public async Task ListHandler_should_list_one_file_even_when_its_name_looks_like_an_option(string line, string name)
    {
        await SomeFiles();
        Assert.Equal([name], await Names(line, Ready with { WorkingDirectory = At("/in") }));
    }

    [Fact]
    public async Task ListHandler_should_keep_spaces_of_a_name()
    {
        await MakeDirectory("/two  words");
        await Put("/two  words/a.txt", "a");
        Assert.Equal(["a.txt"], await Names("LIST -l two  words"));
    }

    [Theory]
    [InlineData("LIST in/*.txt", new[] { "a.txt", "b.txt" })]
    [InlineData("LIST -l in/[bc].*", new[] { "b.txt", "c.log" })]
    [InlineData("LIST in/.h*", new[] { ".hidden" })]
    [InlineData("LIST in/*.zip", new string[0])]
    public async Task ListHandler_should_list_what_matches_a_pattern_in_the_last_name(string line, string[] names)
    {
        await SomeFiles();
        Assert.Equal(names, await Names(line));
    }

    [Fact]
    public async Task ListHandler_should_prefer_a_file_that_has_the_pattern_as_its_name()
    {
        await Put("/[a].txt", "x");
        await Put("/a.txt", "x");
        Assert.Equal(["[a].txt"], await Names("LIST [a].txt"));
    }

    [Theory]
    [InlineData("LIST nowhere")]
    [InlineData("LIST nowhere/*.txt")]
    [InlineData("LIST a.txt/*")]
    public async Task ListHandler_should_reply_550_when_nothing_is_there(string line)
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply(line, Ready)).Code);
    }

    [Fact]
    public async Task ListHandler_should_reply_550_when_the_nearest_rule_forbids_listing()
    {
        await SomeFiles();
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.Create);
        Assert.Equal(550, (await Reply("LIST in", As(rights))).Code);
        Assert.Equal(550, (await Reply("LIST -l in/*.txt", As(rights))).Code);
    }

    [Fact]
    public async Task ListHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("LIST", Ready with { Data = null })).Code);
}
