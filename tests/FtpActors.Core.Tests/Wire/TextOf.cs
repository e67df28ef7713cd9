using System.Text;

namespace FtpActors.Core.Tests.Wire;

/// <summary>Makes text that can stand on a wire from any text a generator brings.</summary>
internal static class TextOf
{
    /// <summary>Well-formed Unicode without CR, LF and NUL.</summary>
    public static string Line(string any) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(any)).Replace("\r", "").Replace("\n", "").Replace("\0", "");

    /// <summary>A file name: <see cref="Line"/> without <c>/</c>, never empty.</summary>
    public static string Name(string any) => Line(any).Replace("/", "") is { Length: > 0 } name ? name : "x";

    /// <summary>Text from characters that matter to a parser.</summary>
    public static string From(string alphabet, byte[] picks) => string.Concat(picks.Select(pick => alphabet[pick % alphabet.Length]));
}
