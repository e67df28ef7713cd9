using System.Text;

namespace FtpActors.Server.Configuration;

/// <summary>Makes HOCON text safe for Akka's parser, which drops what follows an extra brace, ends an open one silently,
/// knows no environment and loops on <c>${?...}</c>.</summary>
/// <remarks>
/// Refuses quotes and brackets without a partner, with file and line. Puts environment variables in: <c>${NAME}</c> must
/// be set, <c>${?NAME}</c> takes its whole key away when it is not. References to other keys (<c>${a.b}</c>, within one
/// file) stay for the parser.
/// </remarks>
internal sealed class HoconText
{
    private readonly string _text;
    private readonly string _origin;
    private readonly Func<string, string?> _environment;
    private readonly StringBuilder _output;
    private readonly Stack<(char Bracket, int Line)> _open = new();
    private int _at;
    private int _line = 1;
    private int _statement;

    private HoconText(string text, string origin, Func<string, string?> environment)
    {
        _text = text;
        _origin = origin;
        _environment = environment;
        _output = new StringBuilder(text.Length + 64);
    }

    /// <param name="text">HOCON.</param>
    /// <param name="origin">What messages call it, e.g. the file's name.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <exception cref="FtpConfigException">With origin and line as its path.</exception>
    public static string Prepare(string text, string origin, Func<string, string?> environment) =>
        new HoconText(text, origin, environment).Prepare();

    /// <summary><paramref name="value"/> as a quoted HOCON string.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private string Prepare()
    {
        while (_at < _text.Length)
            Step(_text[_at]);
        EndStatement();
        if (_open.TryPeek(out var open))
            throw Bad(open.Line, $"'{open.Bracket}' is never closed");
        return _output.ToString();
    }

    private void Step(char letter)
    {
        switch (letter)
        {
            case '#':
            case '/' when Next("//"):
                SkipComment();
                break;
            case '"':
                CopyQuoted();
                break;
            case '{' or '[':
                _open.Push((letter, _line));
                Copy(1);
                _statement = _output.Length;
                break;
            case '}' or ']':
                Close(letter);
                break;
            case ',' when !_open.TryPeek(out var open) || open.Bracket == '{':
                // Means what a line end means, which the parser understands in more places.
                _at++;
                EndStatement();
                break;
            case '\n':
                EndStatement();
                _at++;
                _line++;
                break;
            case '$' when Next("${"):
                Substitute();
                break;
            default:
                Copy(1);
                break;
        }
    }

    private void Close(char letter)
    {
        if (!_open.TryPop(out var open))
            throw Bad(_line, $"'{letter}' closes nothing");
        if (open.Bracket != (letter == '}' ? '{' : '['))
            throw Bad(_line, $"'{letter}' does not close the '{open.Bracket}' of line {open.Line}");
        Copy(1);
        _statement = _output.Length;
    }

    private void EndStatement()
    {
        var statement = Statement;
        if (statement.StartsWith("include ", StringComparison.Ordinal) && !statement["include ".Length..].TrimStart().StartsWith('"'))
            throw Bad(_line, "include takes a file name in quotes");
        _output.Append('\n');
        _statement = _output.Length;
    }

    private string Statement => _output.ToString(_statement, _output.Length - _statement).Trim();

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private void CopyQuoted()
    {
        var start = _line;
        var triple = Next("\"\"\"");
        Copy(triple ? 3 : 1);
        while (!Next(triple ? "\"\"\"" : "\""))
        {
            if (_at >= _text.Length || (!triple && _text[_at] == '\n'))
                throw Bad(start, "a quote is never closed");
            if (_text[_at] == '\n')
                _line++;
            Copy(_text[_at] == '\\' && _at + 1 < _text.Length ? 2 : 1);
        }

        Copy(triple ? 3 : 1);
    }

    private void Substitute()
    {
        var end = _text.IndexOf('}', _at);
        if (end < 0)
            throw Bad(_line, "'${' is never closed");
        var optional = Next("${?");
        var name = _text[(_at + (optional ? 3 : 2))..end].Trim();
        if (!optional && !IsVariable(name))
        {
            Copy(end + 1 - _at);
            return;
        }

        _at = end + 1;
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') || name.Length == 0)
            throw Bad(_line, $"${{?{name}}} is not the name of an environment variable");
        if (_environment(name) is { } value)
            _output.Append(Quote(value));
        else if (!optional)
            throw Bad(_line, $"the environment variable {name} is not set");
        else
            LeaveOut(name);
    }

    /// <summary>Takes back the key that was to get the value of a variable that is not set.</summary>
    private void LeaveOut(string name)
    {
        if (Statement is not [.., '=' or ':'] || !IsEndOfValue())
            throw Bad(_line, $"${{?{name}}} must be the whole value of a key, because it is not set");
        _output.Length = _statement;
    }

    private bool IsEndOfValue()
    {
        var next = _at;
        while (next < _text.Length && (_text[next] is ' ' or '\t' or '\r'))
            next++;
        return next >= _text.Length || _text[next] is '\n' or ',' or '}' or '#' || string.CompareOrdinal(_text, next, "//", 0, 2) == 0;
    }

    private static bool IsVariable(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_');

    private bool Next(string expected) => string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0;

    private void Copy(int count)
    {
        _output.Append(_text, _at, count);
        _at += count;
    }

    private FtpConfigException Bad(int line, string what) => new($"{_origin}:{line}", null, what + ".");
}
