using System.Text.RegularExpressions;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>A table of a README that sets another product's items beside what is here and the specs that show it.</summary>
internal static partial class ParityTable
{
    /// <summary>The rows below one heading or more, without the titles of their columns.</summary>
    public static (string Item, string Here, string Specs)[] Rows(string text) =>
    [
        .. Row().Matches(text)
            .Select(match => (Item: match.Groups[1].Value, Here: match.Groups[2].Value, Specs: match.Groups[3].Value))
            .Where(row => row.Specs != "spec" && row.Item[0] != '-'),
    ];

    /// <summary>Fails for a named spec, a class or a method of one, that the sources do not have.</summary>
    public static void AssertSpecsExist(IEnumerable<string> specs)
    {
        var sources = SourceTree.CSharpFiles("tests").Concat(SourceTree.CSharpFiles("src/FtpActors.TestKit.Suites")).Select(SourceTree.Read).ToArray();
        foreach (var name in specs.SelectMany(cell => Name().Matches(cell)).Select(match => match.Groups[1].Value).Distinct())
        {
            var (type, method) = name.Split('.') is [var first, var second] ? (first, second) : (name, null);
            var declaring = sources.Where(source => Regex.IsMatch(source, $@"\bclass {type}\b")).ToArray();
            Assert.True(declaring.Length > 0, $"There is no {type}.");
            Assert.True(method is null || declaring.Any(source => Regex.IsMatch(source, $@"\b(Task|void) {method}\(")), $"{type} has no {method}.");
        }
    }

    [GeneratedRegex(@"^\| (.+?) \| (.+?) \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
