using System.Buffers;

namespace FtpActors.Client.Connections;

/// <summary>Commands as lines. Nothing a caller gives can hold more than one.</summary>
internal static class CommandText
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    /// <exception cref="ArgumentException">CR, LF or NUL: a second command could hide behind it.</exception>
    public static string Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().IndexOfAny(Forbidden) < 0
            ? text
            : throw new ArgumentException("CR, LF and NUL cannot be said in a command.", nameof(text));
    }

    /// <summary>A path that a verb needs; the empty one would be the verb without it.</summary>
    /// <exception cref="ArgumentException">Empty, or CR, LF or NUL is in it.</exception>
    public static string Path(string path) =>
        Check(path).Length > 0 ? path : throw new ArgumentException("A path is needed.", nameof(path));

    /// <summary>Whether a path that a server names can be said to it.</summary>
    public static bool IsPath(string path) => path.Length > 0 && path.AsSpan().IndexOfAny(Forbidden) < 0;

    /// <summary>The line as it may be shown: what follows PASS and ACCT is starred.</summary>
    public static string Shown(string line)
    {
        var space = line.IndexOf(' ');
        var verb = space < 0 ? line : line[..space];
        return verb.ToUpperInvariant() is "PASS" or "ACCT" or "ADAT" ? verb + " ***" : line;
    }
}
