namespace FtpActors.Core.Wire;

/// <summary>A shell pattern for one name: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>, and <c>\</c> before a character meant literally.</summary>
/// <remarks>
/// Case-sensitive. A dot that starts a name is matched by a dot only. A bracket that is never closed stands for itself.
/// Matching takes at most the square of the name's length, whatever the pattern: only the last star is ever tried again.
/// </remarks>
public sealed class GlobPattern
{
    /// <summary>Longer patterns match nothing.</summary>
    public const int MaxLength = 1024;

    private readonly List<Token> _tokens = [];
    private readonly bool _isTooLong;

    public GlobPattern(string pattern)
    {
        _isTooLong = pattern.Length > MaxLength;
        var hasOpenBracket = false;
        for (var i = 0; i < pattern.Length && !_isTooLong;)
            _tokens.Add(ReadToken(pattern, ref i, ref hasOpenBracket));
    }

    private enum Kind
    {
        Literal,
        AnyOne,
        AnyRun,
        Set,
    }

    /// <summary>True when <paramref name="name"/> holds anything but literal characters and is not too long for a pattern.</summary>
    public static bool IsPattern(string name)
    {
        var hasOpenBracket = false;
        for (var i = 0; i < name.Length && name.Length <= MaxLength;)
        {
            if (ReadToken(name, ref i, ref hasOpenBracket).Kind != Kind.Literal)
                return true;
        }

        return false;
    }

    public bool Matches(string name)
    {
        if (_isTooLong || (name.StartsWith('.') && _tokens is not [{ Kind: Kind.Literal, Character: '.' }, ..]))
            return false;
        int at = 0, token = 0, starToken = -1, starAt = 0;
        while (at < name.Length)
        {
            if (token < _tokens.Count && _tokens[token].Kind == Kind.AnyRun)
            {
                starToken = token++;
                starAt = at;
            }
            else if (token < _tokens.Count && _tokens[token].Matches(name[at]))
            {
                at++;
                token++;
            }
            else if (starToken >= 0)
            {
                token = starToken + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Count && _tokens[token].Kind == Kind.AnyRun)
            token++;
        return token == _tokens.Count;
    }

    /// <param name="pattern">The whole.</param>
    /// <param name="i">Where the token starts; moved to its end.</param>
    /// <param name="hasOpenBracket">A bracket that is never closed came before: what would close a later one would have closed it.</param>
    private static Token ReadToken(string pattern, ref int i, ref bool hasOpenBracket)
    {
        var c = pattern[i++];
        switch (c)
        {
            case '*':
                while (i < pattern.Length && pattern[i] == '*')
                    i++;
                return new Token(Kind.AnyRun, c);
            case '?':
                return new Token(Kind.AnyOne, c);
            case '[' when !hasOpenBracket && ReadSet(pattern, ref i) is { } set:
                return set;
            case '[':
                hasOpenBracket = true;
                return new Token(Kind.Literal, c);
            case '\\' when i < pattern.Length:
                return new Token(Kind.Literal, pattern[i++]);
            default:
                return new Token(Kind.Literal, c);
        }
    }

    /// <summary>Reads from behind the bracket; null, and nothing consumed, when it is never closed.</summary>
    private static Token? ReadSet(string pattern, ref int i)
    {
        var at = i;
        var isNegated = at < pattern.Length && pattern[at] is '!' or '^';
        if (isNegated)
            at++;
        var ranges = new List<(char Low, char High)>();
        while (at < pattern.Length)
        {
            // A bracket right at the start is a member.
            if (pattern[at] == ']' && ranges.Count > 0)
            {
                i = at + 1;
                return new Token(Kind.Set, '[', [.. ranges], isNegated);
            }

            var low = ReadMember(pattern, ref at);
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                high = ReadMember(pattern, ref at);
            }

            ranges.Add((low, high));
        }

        return null;
    }

    private static char ReadMember(string pattern, ref int at)
    {
        if (pattern[at] == '\\' && at + 1 < pattern.Length)
            at++;
        return pattern[at++];
    }

    private readonly record struct Token(Kind Kind, char Character, (char Low, char High)[]? Ranges = null, bool IsNegated = false)
    {
        public bool Matches(char c) => Kind switch
        {
            Kind.Literal => c == Character,
            Kind.AnyOne => true,
            Kind.Set => Array.Exists(Ranges!, range => c >= range.Low && c <= range.High) != IsNegated,
            _ => false,
        };
    }
}
