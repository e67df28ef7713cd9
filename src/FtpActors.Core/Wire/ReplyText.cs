using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FtpActors.Core.Wire;

/// <summary>A line of a reply that still knows which of it is wording and which are its arguments: paths, numbers, names.</summary>
/// <remarks>
/// Written as an interpolated string, in English: <c>new FtpReply(550, $"{path}: not a plain file.")</c>. Whoever puts it into
/// another language looks its <see cref="Template"/> up and leaves the arguments as they are. Arguments are formatted
/// independently of the machine's culture; one that is a text of its own is put into the language, too. Immutable once the
/// expression that makes it is evaluated.
/// </remarks>
[InterpolatedStringHandler]
public sealed class ReplyText
{
    /// <summary>Wording at even places, where null is none; arguments at odd ones.</summary>
    private readonly string?[] _parts;

    /// <summary>Arguments that are texts of their own, by their numbers; null where there are none.</summary>
    private ReplyText?[]? _inner;
    private string? _text;

    /// <summary>For the compiler.</summary>
    public ReplyText(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new string?[(2 * formattedCount) + 1];
    }

    private ReplyText(params string?[] parts)
    {
        _parts = parts;
        ArgumentCount = parts.Length / 2;
    }

    public int ArgumentCount { get; private set; }

    /// <summary>The whole line, in English.</summary>
    public string Text => _text ??= string.Concat(_parts);

    /// <summary>The wording, with <c>{0}</c>, <c>{1}</c> and so on for the arguments, in their order; braces of the wording are doubled.</summary>
    public string Template
    {
        get
        {
            var template = new StringBuilder();
            for (var i = 0; i < _parts.Length; i++)
            {
                if (i % 2 == 0)
                    template.Append(Escaped(_parts[i]));
                else
                    template.Append(CultureInfo.InvariantCulture, $"{{{i / 2}}}");
            }

            return template.ToString();
        }
    }

    /// <summary>Wording without arguments, for literals. An interpolated string that comes here, as out of <c>condition ? $"..." :
    /// "..."</c>, has lost its arguments; write <c>(ReplyText)$"..."</c> there.</summary>
    public static implicit operator ReplyText(string text) => Of(text);

    /// <summary>Wording without arguments that is known at run time only.</summary>
    public static ReplyText Of(string text) => new([text]);

    /// <summary>A line that reads the same in every language.</summary>
    public static ReplyText Exact(string text) => new([null, text, null]);

    /// <summary>A string; or a <see cref="ReplyText"/>, for wording in wording.</summary>
    /// <param name="index">From 0, below <see cref="ArgumentCount"/>.</param>
    public object Argument(int index) => (object?)_inner?[index] ?? _parts[(2 * index) + 1]!;

    public void AppendLiteral(string value) => _parts[2 * ArgumentCount] += value;

    public void AppendFormatted(string? value) => Append(value ?? "");

    public void AppendFormatted(ReplyText value)
    {
        _inner ??= new ReplyText?[_parts.Length / 2];
        _inner[ArgumentCount] = value;
        Append(value.Text);
    }

    public void AppendFormatted(ReadOnlySpan<char> value) => Append(value.ToString());

    public void AppendFormatted<T>(T value) => Append(Formatted(value, null));

    public void AppendFormatted<T>(T value, string? format) => Append(Formatted(value, format));

    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        var text = Formatted(value, format);
        Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    public override string ToString() => Text;

    private void Append(string argument) => _parts[(2 * ArgumentCount++) + 1] = argument;

    private static string Formatted<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    private static string? Escaped(string? wording) => wording?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
