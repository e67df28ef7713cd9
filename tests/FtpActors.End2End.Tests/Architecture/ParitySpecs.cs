using System.Text.RegularExpressions;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The table beside aioftp in the server's README names specs that exist, for every item there is.</summary>
public partial class ParitySpecs
{
    private const string Page = "src/FtpActors.Server/README.md";

    private static readonly string Table = SourceTree.Read(Page).Split("## Beside aioftp\n")[1];

    /// <summary>What aioftp has, verb by verb.</summary>
    private static readonly string[] Verbs =
    [
        .. ("USER PASS QUIT PWD CWD CDUP MKD RMD DELE RNFR RNTO MLST MLSD LIST RETR STOR APPE REST ABOR TYPE PASV EPSV PBSZ PROT SYST").Split(' '),
    ];

    private static readonly (string Item, string Here, string Specs)[] Rows =
    [
        .. Row().Matches(Table)
            .Select(match => (Item: match.Groups[1].Value, Here: match.Groups[2].Value, Specs: match.Groups[3].Value))
            .Where(row => row.Item != "aioftp"),
    ];

    [Fact]
    public void Every_row_should_say_what_is_here_and_name_a_spec()
    {
        Assert.True(Rows.Length > 80, $"Only {Rows.Length} rows were found.");
        Assert.All(Rows, row => Assert.NotEmpty(row.Here));
        Assert.All(Rows, row => Assert.Matches("^`[^`]+`( · `[^`]+`)*$", row.Specs));
    }

    [Fact]
    public void Every_spec_that_is_named_should_exist()
    {
        var sources = SourceTree.CSharpFiles("tests").Concat(SourceTree.CSharpFiles("src/FtpActors.TestKit")).Select(SourceTree.Read).ToArray();
        foreach (var name in Rows.SelectMany(row => Name().Matches(row.Specs)).Select(match => match.Groups[1].Value).Distinct())
        {
            var (type, method) = name.Split('.') is [var first, var second] ? (first, second) : (name, null);
            var declaring = sources.Where(source => Regex.IsMatch(source, $@"\bclass {type}\b")).ToArray();
            Assert.True(declaring.Length > 0, $"There is no {type}.");
            Assert.True(method is null || declaring.Any(source => Regex.IsMatch(source, $@"\b(Task|void) {method}\(")), $"{type} has no {method}.");
        }
    }

    [Fact]
    public void Every_verb_of_aioftp_should_have_a_row() =>
        Assert.Empty(Verbs.Except(Rows.SelectMany(row => row.Item.Split(", "))));

    [Fact]
    public void Every_known_defect_of_aioftp_should_have_a_row() =>
        Assert.Equal(Enumerable.Range(1, 9), Rows.Where(row => char.IsAsciiDigit(row.Item[0])).Select(row => row.Item[0] - '0'));

    [GeneratedRegex(@"^\| (.+?) \| (.+?) \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
