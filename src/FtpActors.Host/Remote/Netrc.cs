using System.Text;

namespace FtpActors.Host.Remote;

/// <summary>What <c>~/.netrc</c> knows about a host.</summary>
/// <param name="Login">Null where it names none.</param>
/// <param name="Password">Null where it has none.</param>
/// <param name="Account">For servers that ask for one; null where it has none.</param>
internal sealed record Netrc(string? Login, string? Password, string? Account)
{
    /// <summary>The first entry for a host, else the one for all others (<c>default</c>).</summary>
    /// <param name="text">Of the file. Words may be quoted; <c>#</c> at the start of one makes the rest of the line a comment.</param>
    /// <param name="host">In any case.</param>
    /// <param name="login">Entries for somebody else do not count; null for anybody.</param>
    /// <exception cref="FormatException">A word that means nothing, or one that lacks its value.</exception>
    public static Netrc? Find(string text, string host, string? login)
    {
        Netrc? current = null;
        var isMeant = false;
        using var words = Words(text).GetEnumerator();
        while (words.MoveNext())
        {
            switch (words.Current)
            {
                case "machine" or "default":
                    if (isMeant && current!.IsFor(login))
                        return current;
                    isMeant = words.Current == "default" || Value().Equals(host, StringComparison.OrdinalIgnoreCase);
                    current = new Netrc(null, null, null);
                    break;
                case "login" or "user" when current is not null:
                    current = current with { Login = Value() };
                    break;
                case "password" when current is not null:
                    current = current with { Password = Value() };
                    break;
                case "account" when current is not null:
                    current = current with { Account = Value() };
                    break;
                case var word:
                    throw new FormatException($"'{word}' is out of place.");
            }
        }

        return isMeant && current!.IsFor(login) ? current : null;

        string Value()
        {
            var name = words.Current;
            return words.MoveNext() ? words.Current : throw new FormatException($"'{name}' has no value.");
        }
    }

    private bool IsFor(string? login) => login is null || Login is null || Login == login;

    /// <summary>Macros are left out: <c>macdef NAME</c> and the lines up to an empty one.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var isMacro = false;
        foreach (var line in text.Split('\n'))
        {
            if (isMacro)
            {
                isMacro = line.TrimEnd('\r').Length > 0;
                continue;
            }

            for (var at = 0; Next(line, ref at) is { } word;)
            {
                if (word == "macdef")
                {
                    isMacro = true;
                    break;
                }

                yield return word;
            }
        }
    }

    /// <summary>Null at the end of the line.</summary>
    private static string? Next(string line, ref int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at]))
            at++;
        if (at == line.Length || line[at] == '#')
            return null;
        var isQuoted = line[at] == '"';
        var word = new StringBuilder();
        for (at += isQuoted ? 1 : 0; at < line.Length; at++)
        {
            if (isQuoted ? line[at] == '"' : char.IsWhiteSpace(line[at]))
                break;
            if (isQuoted && line[at] == '\\' && at + 1 < line.Length)
                at++;
            word.Append(line[at]);
        }

        at += isQuoted ? 1 : 0;
        return word.ToString();
    }
}
