namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The table of EMBEDDING.md names specs that exist; <see cref="ReadmeSpecs"/> compares what it shows.</summary>
public class EmbeddingPageSpecs
{
    private static readonly (string Item, string Here, string Specs)[] Rows =
        ParityTable.Rows(SourceTree.Read("src/FtpActors.Server/EMBEDDING.md").Split("## What shows it\n")[1]);

    [Fact]
    public void Every_row_should_say_what_is_here_and_name_a_spec()
    {
        Assert.True(Rows.Length >= 15, $"Only {Rows.Length} rows were found.");
        Assert.All(Rows, row => Assert.Matches("^`[^`]+`( · `[^`]+`)*$", row.Specs));
    }

    [Fact]
    public void Every_spec_that_is_named_should_exist() => ParityTable.AssertSpecsExist(Rows.Select(row => row.Specs));
}
