using System.Text.RegularExpressions;
using FtpActors.End2End.Tests.Architecture;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>EXTENDING.md shows what these specs compile, word for word but for depth.</summary>
public partial class ExtendingPageSpecs
{
    private const string Page = "src/FtpActors.Server/EXTENDING.md";

    [Fact]
    public void Everything_the_page_shows_should_be_compiled_here()
    {
        var compiled = SourceTree.CSharpFiles("tests/FtpActors.End2End.Tests/Extending").Select(file => Dedent(SourceTree.Read(file))).ToArray();
        var shown = CSharpFence().Matches(SourceTree.Read(Page)).Select(match => Dedent(match.Groups[1].Value)).ToArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, text => Assert.True(compiled.Any(source => source.Contains(text, StringComparison.Ordinal)), $"No spec compiles this:\n{text}"));
    }

    [Fact]
    public void Every_class_made_for_the_page_should_be_on_it()
    {
        var page = SourceTree.Read(Page);
        var classes = SourceTree.CSharpFiles("tests/FtpActors.End2End.Tests/Extending")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith("Specs", StringComparison.Ordinal));
        Assert.All(classes, name => Assert.Contains($"class {name}", page, StringComparison.Ordinal));
    }

    private static string Dedent(string text) => string.Join('\n', text.Split('\n').Select(static line => line.Trim()));

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CSharpFence();
}
