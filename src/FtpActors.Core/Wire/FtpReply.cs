using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace FtpActors.Core.Wire;

/// <summary>A reply: a three-digit code and one or more lines of text (RFC 959 §4.2).</summary>
/// <remarks>With several lines the first and last carry the code and the lines between are indented by one space, unless
/// they start with one already. CR, LF and NUL in the text are written as <c>?</c>.</remarks>
public sealed record FtpReply
{
    /// <summary>Of <see cref="Text"/>; null where it is wording without arguments.</summary>
    private readonly ReplyText? _wording;

    /// <summary>Of <see cref="Lines"/>; shorter, or default, where lines read the same in every language.</summary>
    private readonly ImmutableArray<ReplyText> _wordings;

    public FtpReply(int code, string text)
    {
        Code = code;
        Text = text;
    }

    /// <summary>A reply that can be put into other languages: see <see cref="ReplyText"/>. Interpolated strings come here.</summary>
    public FtpReply(int code, ReplyText text)
    {
        Code = code;
        Text = text.Text;
        _wording = text;
    }

    private FtpReply(int code, ReplyText last, ImmutableArray<string> lines, ImmutableArray<ReplyText> wordings)
        : this(code, last)
    {
        Lines = lines;
        _wordings = wordings;
    }

    /// <summary>100–599.</summary>
    public int Code { get; }

    /// <summary>The only line, or the last.</summary>
    public string Text
    {
        get;
        init
        {
            field = value;
            _wording = null;
        }
    }

    /// <summary>The lines before the last; empty for a one-line reply. Set here they read the same in every language.</summary>
    public ImmutableArray<string> Lines
    {
        get;
        init
        {
            field = value;
            _wordings = default;
        }
    }
    = [];

    /// <summary>A reply whose first line is <paramref name="first"/>, last is <paramref name="last"/>; those between read the same
    /// in every language.</summary>
    [OverloadResolutionPriority(1)]
    public static FtpReply MultiLine(int code, ReplyText first, IEnumerable<string> between, ReplyText last) =>
        new(code, last, [first.Text, .. between], [first]);

    /// <summary>A reply whose first line is <paramref name="first"/>, last is <paramref name="last"/>.</summary>
    public static FtpReply MultiLine(int code, ReplyText first, IEnumerable<ReplyText> between, ReplyText last)
    {
        ImmutableArray<ReplyText> lines = [first, .. between];
        return new(code, last, [.. lines.Select(line => line.Text)], lines);
    }

    /// <summary>2yz.</summary>
    public bool IsPositiveCompletion => Code is >= 200 and < 300;

    /// <summary>The same reply in other words.</summary>
    /// <param name="say">Gives the words for a line.</param>
    public FtpReply Reworded(Func<ReplyText, string> say)
    {
        var text = say(_wording ?? ReplyText.Of(Text));
        return _wordings.IsDefaultOrEmpty
            ? this with { Text = text }
            : this with { Text = text, Lines = [.. _wordings.Select(say), .. Lines[_wordings.Length..]] };
    }

    public bool Equals(FtpReply? other) =>
        other is not null && Code == other.Code && Text == other.Text && Lines.SequenceEqual(other.Lines);

    public override int GetHashCode() => HashCode.Combine(Code, Text, Lines.Length);

    public override string ToString() => $"{Code} {Text}";
}
