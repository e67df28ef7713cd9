using System.Buffers;

namespace FtpActors.Core.Wire;

/// <summary>Replies as bytes (RFC 959 §4.2).</summary>
public static class ReplyCodec
{
    private const int CodeAndSeparator = 4;
    private const byte Iac = 255;

    /// <summary>Writes the whole reply, CRLF included, as UTF-8.</summary>
    /// <remarks>The first of several lines is <c>NNN-text</c>, the last <c>NNN text</c>; those between start with a space.
    /// CR, LF and NUL in the text become <c>?</c>.</remarks>
    public static void Write(FtpReply reply, IBufferWriter<byte> output)
    {
        for (var i = 0; i < reply.Lines.Length; i++)
        {
            var text = reply.Lines[i];
            var line = new LineWriter(output, CodeAndSeparator + LineWriter.BoundOf(text));
            if (i == 0)
            {
                line.PutDigits(reply.Code, 3);
                line.Put('-');
            }
            else if (!text.StartsWith(' '))
            {
                line.Put(' ');
            }

            line.PutText(text);
            line.End(output);
        }

        var last = new LineWriter(output, CodeAndSeparator + LineWriter.BoundOf(reply.Text));
        last.PutDigits(reply.Code, 3);
        last.Put(' ');
        last.PutText(reply.Text);
        last.End(output);
    }

    /// <summary>As <see cref="Write(FtpReply, IBufferWriter{byte})"/>, in a code page; the byte 255 is doubled, as Telnet
    /// has it (RFC 854) and <see cref="CommandFraming"/> reads it.</summary>
    public static void Write(FtpReply reply, CodePage codePage, IBufferWriter<byte> output)
    {
        var utf8 = new ArrayBufferWriter<byte>();
        var bytes = new ArrayBufferWriter<byte>();
        Write(reply, utf8);
        codePage.Write(utf8.WrittenSpan, bytes);
        var rest = bytes.WrittenSpan;
        for (int iac; (iac = rest.IndexOf(Iac)) >= 0; rest = rest[(iac + 1)..])
        {
            output.Write(rest[..(iac + 1)]);
            output.Write([Iac]);
        }

        output.Write(rest);
    }
}
