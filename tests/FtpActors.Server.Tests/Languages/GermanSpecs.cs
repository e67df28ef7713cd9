using System.Text.RegularExpressions;
using FtpActors.Server.Commands;
using FtpActors.Server.Languages;

namespace FtpActors.Server.Tests.Languages;

/// <summary>The German catalogue against every text the compiled server has.</summary>
public partial class GermanSpecs
{
    private static readonly ReplyTemplates Server = ReplyTemplates.Of(typeof(FtpServer).Assembly);

    /// <summary>Texts that a handler gets from the tables, and the one that is an option.</summary>
    private static readonly IEnumerable<string> OfTables =
    [
        .. CommandTable.Default.Specs.Select(spec => spec.Summary),
        .. CommandTable.Default.Site.Values.Select(command => command.Summary),
        .. CommandTable.Default.Specs.Where(spec => !spec.IsOffered).Select(spec => spec.Summary["Not offered: ".Length..]),
        new FtpServerOptions { Storage = null!, Authenticator = null!, Users = null! }.Welcome,
        "The server is shutting down.",
    ];

    private static readonly SortedSet<string> All = new([.. Server.Templates, .. OfTables], StringComparer.Ordinal);

    [Fact]
    public void No_reply_should_be_made_of_a_plain_text_that_is_not_a_literal() => AssertNone(Server.Unknown);

    [Fact]
    public void Templates_should_be_found_in_compiled_methods()
    {
        Assert.True(Server.Templates.Count > 100, $"{Server.Templates.Count} found.");
        Assert.Contains("{0}: permission denied.", Server.Templates);
        Assert.Contains("Opening BINARY mode data connection for {0} ({1} bytes).", Server.Templates);
        Assert.Contains("Goodbye.", Server.Templates);
        Assert.Contains("End of status.", Server.Templates);
    }

    [Fact]
    public void Every_text_should_have_a_German_one() => AssertNone(All.Except(ReplyLanguage.German.Texts.Keys));

    [Fact]
    public void No_entry_should_be_of_a_text_that_nobody_says() => AssertNone(ReplyLanguage.German.Texts.Keys.Except(All));

    /// <summary>What machines read in a text stays as it is: what stands in parentheses, quoted paths in front, and words in capitals.</summary>
    [Fact]
    public void What_machines_read_should_be_the_same_in_German()
    {
        foreach (var (english, german) in ReplyLanguage.German.Texts)
        {
            if (english.StartsWith("{0}", StringComparison.Ordinal))
                Assert.StartsWith("{0}", german, StringComparison.Ordinal);
            foreach (Match match in Machine().Matches(english))
                Assert.Contains(match.Value, german, StringComparison.Ordinal);
        }
    }

    private static void AssertNone(IEnumerable<string> texts)
    {
        var all = string.Join('\n', texts);
        Assert.True(all.Length == 0, all);
    }

    [GeneratedRegex(@"\([^()]*\{\d\}[^()]*\)|\b[A-Z]{3}[A-Z0-9]*\b|<[^>]*>")]
    private static partial Regex Machine();
}
