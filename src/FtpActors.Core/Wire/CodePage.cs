using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FtpActors.Core.Wire;

/// <summary>An encoding of names for clients that do not speak UTF-8: any code page in which ASCII is ASCII.</summary>
/// <remarks>Reads strictly; what it cannot express it writes as <c>?</c>, two of them for what takes two UTF-16 units. No
/// look-alikes: a name either comes back as it is or shows that it cannot. Equal when it is the same code page.</remarks>
public sealed class CodePage : IEquatable<CodePage>
{
    private readonly Encoding _encoding;

    private CodePage(Encoding encoding) => _encoding = encoding;

    /// <summary>Lower case, as IANA has it, e.g. <c>windows-1252</c>.</summary>
    public string Name => _encoding.WebName;

    /// <summary>Finds a code page by name, in any case, or number.</summary>
    /// <returns>False for what is unknown, UTF-8, or moves ASCII to other bytes (UTF-16, EBCDIC) or into states (ISO-2022).</returns>
    public static bool TryFind(string nameOrNumber, [NotNullWhen(true)] out CodePage? codePage)
    {
        codePage = Find(nameOrNumber) is { } encoding && KeepsAscii(encoding) ? new CodePage(encoding) : null;
        return codePage is not null;
    }

    /// <summary>False when the bytes are not text of this code page.</summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = _encoding.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>Writes UTF-8 again in this code page.</summary>
    public void Write(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        if (Ascii.IsValid(utf8))
            output.Write(utf8);
        else
            _encoding.GetBytes(Encoding.UTF8.GetString(utf8), output);
    }

    public bool Equals(CodePage? other) => _encoding.CodePage == other?._encoding.CodePage;

    public override bool Equals(object? obj) => Equals(obj as CodePage);

    public override int GetHashCode() => _encoding.CodePage;

    public override string ToString() => Name;

    private static Encoding? Find(string nameOrNumber)
    {
        var (encoder, decoder) = (new EncoderReplacementFallback("?"), new DecoderExceptionFallback());
        try
        {
            return int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? CodePagesEncodingProvider.Instance.GetEncoding(number, encoder, decoder) ?? Encoding.GetEncoding(number, encoder, decoder)
                : CodePagesEncodingProvider.Instance.GetEncoding(nameOrNumber, encoder, decoder) ?? Encoding.GetEncoding(nameOrNumber, encoder, decoder);
        }
        catch (Exception cause) when (cause is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool KeepsAscii(Encoding encoding)
    {
        if (encoding is UTF8Encoding || encoding.WebName.StartsWith("iso-2022", StringComparison.Ordinal))
            return false;
        var ascii = string.Concat(Enumerable.Range(0, 128).Select(static code => (char)code));
        var bytes = Encoding.ASCII.GetBytes(ascii);
        try
        {
            return encoding.GetString(bytes) == ascii && encoding.GetBytes(ascii).AsSpan().SequenceEqual(bytes);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
