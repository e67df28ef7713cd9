using System.Collections.Immutable;

namespace FtpActors.Core.Wire;

/// <summary>A reply: a three-digit code and one or more lines of text (RFC 959 §4.2).</summary>
/// <remarks>With several lines the first and last carry the code and the lines between are indented by one space, unless
/// they start with one already. CR, LF and NUL in the text are written as <c>?</c>.</remarks>
public sealed record FtpReply
{
    public FtpReply(int code, string text)
    {
        Code = code;
        Text = text;
    }

    /// <summary>100–599.</summary>
    public int Code { get; }

    /// <summary>The only line, or the last.</summary>
    public string Text { get; init; }

    /// <summary>The lines before the last; empty for a one-line reply.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>A reply whose first line is <paramref name="first"/>, last is <paramref name="last"/>.</summary>
    public static FtpReply MultiLine(int code, string first, IEnumerable<string> between, string last) =>
        new(code, last) { Lines = [first, .. between] };

    /// <summary>2yz.</summary>
    public bool IsPositiveCompletion => Code is >= 200 and < 300;

    public bool Equals(FtpReply? other) =>
        other is not null && Code == other.Code && Text == other.Text && Lines.SequenceEqual(other.Lines);

    public override int GetHashCode() => HashCode.Combine(Code, Text, Lines.Length);

    public override string ToString() => $"{Code} {Text}";
}
