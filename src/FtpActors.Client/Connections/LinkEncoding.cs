using System.Buffers;
using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>Lines as bytes and back: UTF-8, or the code page of a server that does not speak it.</summary>
/// <remarks>In a code page the byte 255 is doubled on the control connection, as Telnet has it (RFC 854).</remarks>
internal sealed class LinkEncoding(CodePage? fallback)
{
    private const byte Iac = 255;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The server said that it speaks UTF-8: then names are sent so.</summary>
    public bool IsUtf8 { get; set; } = fallback is null;

    /// <summary>What is UTF-8 is read so; what is not, in the code page.</summary>
    public string Read(ReadOnlySpan<byte> line, bool isControl = true)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return fallback is not null && fallback.TryDecode(isControl ? Halved(line) : line, out var text) ? text : Encoding.UTF8.GetString(line);
        }
    }

    /// <summary>With CRLF.</summary>
    public ReadOnlyMemory<byte> Write(string line)
    {
        var utf8 = Encoding.UTF8.GetBytes(line + "\r\n");
        if (IsUtf8 || fallback is null)
            return utf8;
        var bytes = new ArrayBufferWriter<byte>();
        fallback.Write(utf8, bytes);
        return bytes.WrittenSpan.Contains(Iac) ? Doubled(bytes.WrittenSpan) : bytes.WrittenMemory;
    }

    private static byte[] Doubled(ReadOnlySpan<byte> bytes)
    {
        var doubled = new List<byte>(bytes.Length + 8);
        foreach (var one in bytes)
        {
            doubled.Add(one);
            if (one == Iac)
                doubled.Add(Iac);
        }

        return [.. doubled];
    }

    private static byte[] Halved(ReadOnlySpan<byte> bytes)
    {
        var halved = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            halved.Add(bytes[i]);
            if (bytes[i] == Iac && i + 1 < bytes.Length && bytes[i + 1] == Iac)
                i++;
        }

        return [.. halved];
    }
}
