using System.Buffers;
using System.Buffers.Text;
using System.Text;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Writes one line straight into a buffer: no strings, no allocation.</summary>
/// <remarks>The caller says beforehand how long the line can become; writing more is a defect and throws.</remarks>
internal ref struct LineWriter
{
    private const int EndLength = 2;

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("\0\r\n"u8);

    private readonly Span<byte> _span;
    private int _length;

    /// <param name="output">Gets the line at <see cref="End(IBufferWriter{byte})"/>.</param>
    /// <param name="bound">Bytes the line takes at most, without CRLF; <see cref="BoundOf(string)"/> for texts.</param>
    public LineWriter(IBufferWriter<byte> output, int bound)
        : this(output.GetSpan(RoomOf(bound)))
    {
    }

    /// <param name="room">For the line; <see cref="RoomOf"/>.</param>
    public LineWriter(Span<byte> room) => _span = room;

    /// <summary>00 to 99.</summary>
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Bytes that <paramref name="text"/> takes at most.</summary>
    public static int BoundOf(string text) => text.Length * 3;

    /// <summary>As above, of its name.</summary>
    public static int BoundOf(in EntryView entry) => entry.NameText is { } name ? BoundOf(name) : entry.Utf8Name.Length;

    /// <summary>Bytes of a line, CRLF included.</summary>
    /// <param name="bound">Without it.</param>
    public static int RoomOf(int bound) => bound + EndLength;

    public void Put(char ascii) => _span[_length++] = (byte)ascii;

    public void Put(scoped ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(_span[_length..]);
        _length += ascii.Length;
    }

    public void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _span[_length..], out var written);
        _length += written;
    }

    /// <summary>Right-aligned with spaces; wider when it has to be.</summary>
    public void PutRight(long number, int width)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var written);
        var spaces = Math.Max(width - written, 0);
        _span.Slice(_length, spaces).Fill((byte)' ');
        _length += spaces;
        Put(digits[..written]);
    }

    /// <summary>Exactly <paramref name="digits"/> decimal digits.</summary>
    public void PutDigits(int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            _span[_length + i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        _length += digits;
    }

    /// <summary>Two decimal digits of a number from 0 to 99.</summary>
    public void PutPair(int number)
    {
        Pairs.Slice(number * 2, 2).CopyTo(_span[_length..]);
        _length += 2;
    }

    /// <summary>Hexadecimal digits, in small letters, as many as there are.</summary>
    public void PutHex(ulong number)
    {
        Utf8Formatter.TryFormat(number, _span[_length..], out var written, 'x');
        _length += written;
    }

    /// <summary>UTF-8, with <c>?</c> for CR, LF and NUL.</summary>
    public void PutText(string text) => Clean(Encoding.UTF8.GetBytes(text, _span[_length..]));

    /// <summary>As above, of what is UTF-8 already.</summary>
    public void PutText(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(_span[_length..]);
        Clean(utf8.Length);
    }

    /// <summary>As above, of its name.</summary>
    public void PutName(in EntryView entry)
    {
        if (entry.NameText is { } name)
            PutText(name);
        else
            PutText(entry.Utf8Name);
    }

    /// <summary>The last <paramref name="count"/> bytes written, to change them.</summary>
    public readonly Span<byte> Last(int count) => _span.Slice(_length - count, count);

    public readonly int Length => _length;

    /// <summary>Ends the line with CRLF and hands it over.</summary>
    public void End(IBufferWriter<byte> output) => output.Advance(End());

    /// <summary>Ends the line with CRLF.</summary>
    /// <returns>Its bytes.</returns>
    public int End()
    {
        Put("\r\n"u8);
        return _length;
    }

    /// <summary>Takes in bytes that stand behind the line already.</summary>
    private void Clean(int count)
    {
        var written = _span.Slice(_length, count);
        _length += count;
        for (int at; (at = written.IndexOfAny(Forbidden)) >= 0; written = written[(at + 1)..])
            written[at] = (byte)'?';
    }
}
