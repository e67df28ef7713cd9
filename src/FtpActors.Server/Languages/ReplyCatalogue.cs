using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace FtpActors.Server.Languages;

/// <summary>The file of a language: UTF-8, entries of two lines, empty lines and lines that start with <c>#</c> between them.</summary>
/// <remarks>
/// The first line of an entry is the template, as the server has it in English; the second is <c>= </c> and the text for it, with
/// the same placeholders, each as often, in whatever order. Braces that are meant are doubled.
/// <code>
/// {0}: permission denied.
/// = {0}: Zugriff verweigert.
/// </code>
/// </remarks>
internal static partial class ReplyCatalogue
{
    private const string Answer = "= ";

    /// <summary>A catalogue that comes with the server.</summary>
    public static IReadOnlyDictionary<string, string> BuiltIn(string tag)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"FtpActors.Server.Languages.{tag}.txt")!);
        return Read(reader);
    }

    /// <exception cref="FormatException">It is no catalogue; says in which line.</exception>
    public static IReadOnlyDictionary<string, string> Read(TextReader file)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? template = null;
        var number = 0;
        while (file.ReadLine() is { } line)
        {
            number++;
            if (template is not null)
            {
                Add(texts, template, line, number);
                template = null;
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                template = line;
            }
        }

        return template is null ? texts : throw Wrong(number, "the last text has nothing behind it");
    }

    /// <summary>Both are right by themselves and go together.</summary>
    /// <exception cref="FormatException">They do not.</exception>
    public static void Require(string template, string text)
    {
        if (text.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new FormatException("a text has one line");
        if (!Placeholders(template).SequenceEqual(Placeholders(text)))
            throw new FormatException("the placeholders are not those of the text above");
    }

    private static void Add(Dictionary<string, string> texts, string template, string line, int number)
    {
        if (!line.StartsWith(Answer, StringComparison.Ordinal))
            throw Wrong(number, "\"= \" is missing");
        var text = line[Answer.Length..];
        try
        {
            Require(template, text);
        }
        catch (FormatException wrong)
        {
            throw Wrong(number, wrong.Message);
        }

        if (!texts.TryAdd(template, text))
            throw Wrong(number - 1, "the text stands there twice");
    }

    /// <summary>Numbers in braces, in order of size.</summary>
    private static List<int> Placeholders(string text)
    {
        List<int> numbers = [];
        foreach (Match brace in Brace().Matches(text))
        {
            if (brace.Groups[1].Success)
                numbers.Add(int.Parse(brace.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
            else if (brace.Length == 1)
                throw new FormatException("a brace is neither doubled nor part of a placeholder such as {0}");
        }

        numbers.Sort();
        return numbers;
    }

    private static FormatException Wrong(int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {line}: {what}"));

    [GeneratedRegex(@"\{\{|\}\}|\{([0-9]{1,2})\}|[{}]")]
    private static partial Regex Brace();
}
