using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FtpActors.Core.Wire;

/// <summary>Paths in 257 replies: in double quotes, with those inside doubled (RFC 959 appendix II).</summary>
public static class QuotedPath
{
    public static string Quote(string path) =>
        path.Contains('"') ? $"\"{path.Replace("\"", "\"\"")}\"" : $"\"{path}\"";

    /// <summary>Takes the first quoted path out of the text of a 257 reply; false when there is none or its end is missing.</summary>
    public static bool TryUnquote(string replyText, [NotNullWhen(true)] out string? path)
    {
        path = null;
        var start = replyText.IndexOf('"');
        if (start < 0)
            return false;
        var found = new StringBuilder(replyText.Length);
        for (var i = start + 1; i < replyText.Length; i++)
        {
            if (replyText[i] == '"')
            {
                if (i + 1 == replyText.Length || replyText[i + 1] != '"')
                {
                    path = found.ToString();
                    return true;
                }

                i++;
            }

            found.Append(replyText[i]);
        }

        return false;
    }
}
