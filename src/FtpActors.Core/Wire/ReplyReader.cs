using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace FtpActors.Core.Wire;

/// <summary>Puts the lines a server sends together into replies (RFC 959 §4.2).</summary>
/// <remarks>Lines between the first and the last may start with a space, which is taken off, with <c>NNN-</c>, likewise, or with neither.</remarks>
public sealed class ReplyReader
{
    private readonly ImmutableArray<string>.Builder _lines = ImmutableArray.CreateBuilder<string>();
    private int _code;

    /// <summary>True while the last line of a reply is still to come.</summary>
    public bool IsInsideReply => _lines.Count > 0;

    /// <summary>Takes one line without its line end; true when it completes a reply.</summary>
    /// <exception cref="FormatException">The line would have to begin a reply and does not.</exception>
    public bool TryRead(string line, [NotNullWhen(true)] out FtpReply? reply)
    {
        reply = null;
        var starts = TrySplit(line, out var code, out var separator, out var text);
        if (!IsInsideReply)
        {
            if (!starts)
                throw new FormatException($"Not a reply: {line}");
            if (separator == ' ')
            {
                reply = new FtpReply(code, text);
                return true;
            }

            _code = code;
            _lines.Add(text);
            return false;
        }

        if (starts && code == _code && separator == ' ')
        {
            reply = new FtpReply(code, text) { Lines = _lines.ToImmutable() };
            _lines.Clear();
            return true;
        }

        var isPrefixed = starts && code == _code;
        _lines.Add(isPrefixed ? text : line.StartsWith(' ') ? line[1..] : line);
        return false;
    }

    /// <summary>A code alone counts as one followed by a space and nothing.</summary>
    private static bool TrySplit(string line, out int code, out char separator, out string text)
    {
        var isReply = line.Length >= 3
            && line[0] is >= '1' and <= '6'
            && char.IsAsciiDigit(line[1])
            && char.IsAsciiDigit(line[2])
            && (line.Length == 3 || line[3] is ' ' or '-');
        code = isReply ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0' : 0;
        separator = isReply && line.Length > 3 ? line[3] : ' ';
        text = isReply && line.Length > 4 ? line[4..] : "";
        return isReply;
    }
}
