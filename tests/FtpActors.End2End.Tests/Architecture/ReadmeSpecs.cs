using System.Text.RegularExpressions;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The READMEs say what is true.</summary>
public partial class ReadmeSpecs
{
    private const string TestCommand = "dotnet test FtpActors.sln -c Release -m:1";

    private static readonly string[] Readmes = ["README.md", .. SourceTree.Files("src", "README.md"), .. SourceTree.Files("src", "EMBEDDING.md")];

    [Fact]
    public void Every_project_should_have_a_README()
    {
        var described = Readmes.Select(Path.GetDirectoryName);
        Assert.Empty(SourceTree.Files("src", "*.csproj").Select(Path.GetDirectoryName).Except(described));
    }

    [Fact]
    public void CSharp_in_a_README_should_be_compiled_here()
    {
        var compiled = SourceTree.CSharpFiles("tests").Where(file => file.Contains("/Architecture/", StringComparison.Ordinal))
            .Select(file => Dedent(SourceTree.Read(file))).ToArray();
        foreach (var readme in Readmes)
        {
            foreach (Match snippet in CSharpFence().Matches(SourceTree.Read(readme)))
            {
                var text = Dedent(snippet.Groups[1].Value);
                Assert.True(compiled.Any(source => source.Contains(text, StringComparison.Ordinal)), $"{readme} shows what no spec compiles:\n{text}");
            }
        }
    }

    [Fact]
    public void Links_in_a_README_should_lead_somewhere()
    {
        foreach (var readme in Readmes)
        {
            foreach (Match link in Link().Matches(SourceTree.Read(readme)))
            {
                var target = Path.Combine(SourceTree.Root, Path.GetDirectoryName(readme)!, link.Groups[1].Value);
                Assert.True(Path.Exists(target), $"{readme} links to {link.Groups[1].Value}.");
            }
        }
    }

    [Fact]
    public void The_first_commands_should_be_the_hosts_and_the_tests()
    {
        var commands = ShellFence().Match(SourceTree.Read("README.md")).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("dotnet run -c Release --project src/FtpActors.Host", commands[0], StringComparison.Ordinal);
        Assert.StartsWith(TestCommand, commands[1], StringComparison.Ordinal);
        Assert.Equal(2, commands.Length);
    }

    [Fact]
    public void The_build_server_should_run_the_READMEs_test_command() =>
        Assert.Contains(TestCommand, SourceTree.Read(".ci/run"), StringComparison.Ordinal);

    /// <summary>Lines without what they start with, so that depth does not count.</summary>
    private static string Dedent(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CSharpFence();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellFence();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();
}
