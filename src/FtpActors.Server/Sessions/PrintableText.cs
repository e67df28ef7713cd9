using System.Globalization;

namespace FtpActors.Server.Sessions;

/// <summary>Text from outside, as it may be shown.</summary>
internal static class PrintableText
{
    /// <summary>The text with a <c>?</c> for every character that could rewrite a line, or a terminal that shows it: control
    /// characters, line and paragraph separators, direction marks, halves of a surrogate pair.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPrintable(text, i))
                return string.Concat(text.Select((c, at) => IsPrintable(text, at) ? c : '?'));
        }

        return text;
    }

    private static bool IsPrintable(string text, int at) => char.GetUnicodeCategory(text[at]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Surrogate => char.IsHighSurrogate(text[at])
            ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            : at > 0 && char.IsHighSurrogate(text[at - 1]),
        _ => true,
    };
}
