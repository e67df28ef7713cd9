using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Commands;

/// <summary>Several paths in one argument; those with separators or quotes in them stand in quotes, inner quotes doubled.</summary>
internal static class PathList
{
    /// <summary>The paths between any of <paramref name="separators"/>, without quotes and surrounding spaces; empty ones are left out.
    /// Null when a quote is not closed or something follows it.</summary>
    public static List<string>? Parse(string argument, params ReadOnlySpan<char> separators)
    {
        var paths = new List<string>();
        for (var rest = argument.AsSpan().TrimStart(' '); rest.Length > 0; rest = rest.TrimStart(' '))
        {
            if (separators.Contains(rest[0]))
            {
                rest = rest[1..];
                continue;
            }

            string? path;
            if (rest[0] == '"')
            {
                path = Unquote(ref rest);
                rest = rest.TrimStart(' ');
                if (path is null || (rest.Length > 0 && !separators.Contains(rest[0]) && !separators.Contains(' ')))
                    return null;
            }
            else
            {
                var end = rest.IndexOfAny(separators);
                path = (end < 0 ? rest : rest[..end]).TrimEnd(' ').ToString();
                rest = end < 0 ? [] : rest[end..];
            }

            if (path.Length > 0)
                paths.Add(path);
        }

        return paths;
    }

    /// <summary>As it is where nothing in it could be misread; else in quotes.</summary>
    public static string Quoted(string path) => path.AsSpan().ContainsAny(" ,\"") ? QuotedPath.Quote(path) : path;

    private static string? Unquote(ref ReadOnlySpan<char> text)
    {
        var path = new StringBuilder();
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                path.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                path.Append(text[at++]);
            }
            else
            {
                text = text[(at + 1)..];
                return path.ToString();
            }
        }

        return null;
    }
}
