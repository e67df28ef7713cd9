using System.Globalization;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>The argument of XCRC and its relatives: a path, then perhaps where the range starts and where it stops.</summary>
/// <param name="Path">As the client wrote it, without quotes.</param>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="End">Offset of the byte before which it stops, or null for the end of the file.</param>
internal readonly record struct ChecksumArgument(string Path, long Start, long? End)
{
    /// <summary>Reads <c>path</c>, <c>path end</c> or <c>path start end</c>. Up to two numbers behind a path are the range;
    /// a name that ends in such numbers, or has quotes, stands in quotes: <c>"report 2024" 0 100</c>.</summary>
    public static ChecksumArgument Parse(string text)
    {
        text = text.Trim(' ');
        if (text.StartsWith('"') && text.LastIndexOf('"') is > 0 and var quote && TryRange(text[(quote + 1)..], out var quoted))
            return quoted with { Path = text[1..quote].Replace("\"\"", "\"", StringComparison.Ordinal) };
        var words = text.Split(' ');
        for (var count = Math.Min(2, words.Length - 1); count > 0; count--)
        {
            if (TryRange(string.Join(' ', words[^count..]), out var range))
                return range with { Path = string.Join(' ', words[..^count]).TrimEnd(' ') };
        }

        return new ChecksumArgument(text, 0, null);
    }

    /// <summary>Of a command; where it names no range, that of RANG counts.</summary>
    public static ChecksumArgument Of(Execute execute)
    {
        var argument = Parse(execute.Argument);
        return argument.End is null && execute.State.RangeEnd is { } last
            ? argument with { Start = execute.State.RestartAt, End = last + 1 }
            : argument;
    }

    /// <summary>For the guards of the table.</summary>
    public static string PathText(string argument) => Parse(argument).Path;

    private static bool TryRange(string text, out ChecksumArgument range)
    {
        var numbers = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        range = new ChecksumArgument("", 0, null);
        switch (numbers)
        {
            case []:
                return true;
            case [var end] when TryNumber(end, out var before):
                range = new ChecksumArgument("", 0, before);
                return true;
            case [var start, var end] when TryNumber(start, out var from) && TryNumber(end, out var before):
                range = new ChecksumArgument("", from, before);
                return true;
            default:
                return false;
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
