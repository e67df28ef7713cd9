using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;

namespace FtpActors.Core.Wire;

/// <summary>Turns a line without its line end into a command (RFC 959 §5.3).</summary>
/// <remarks>
/// Spaces before the verb are dropped. The argument is everything after the first space, as sent: spaces at its end are
/// part of a file name. Where nothing but spaces follows the verb there is no argument.
/// Verbs of the standards come as the same string every time, and without an argument as the same command.
/// </remarks>
public static class CommandParser
{
    private static readonly SearchValues<byte> ForbiddenBytes = SearchValues.Create("\0\r\n"u8);
    private static readonly SearchValues<char> ForbiddenChars = SearchValues.Create("\0\r\n");
    private static readonly FtpCommand Empty = new("", "");

    private static readonly FrozenDictionary<ulong, FtpCommand> Known =
        ("ABOR ACCT ADAT ALLO APPE AUTH CCC CDUP CLNT CONF CWD DELE ENC EPRT EPSV FEAT HASH HELP HOST LANG LIST MDTM MFCT MFF "
        + "MFMT MIC MKD MLSD MLST MODE NLST NOOP OPTS PASS PASV PBSZ PORT PROT PWD QUIT RANG REIN REST RETR RMD RNFR RNTO "
        + "SITE SIZE SMNT STAT STOR STOU STRU SYST TYPE USER XCRC XCUP XCWD XMD5 XMKD XPWD XRMD XSHA XSHA1 XSHA256 XSHA512")
        .Split(' ')
        .ToFrozenDictionary(verb => KeyOf(Encoding.ASCII.GetBytes(verb)), verb => new FtpCommand(verb, ""));

    /// <exception cref="ArgumentException">The line holds CR, LF or NUL.</exception>
    public static FtpCommand Parse(ReadOnlySpan<char> line)
    {
        if (line.ContainsAny(ForbiddenChars))
            throw new ArgumentException("A command line holds no CR, LF or NUL.", nameof(line));
        line = line.TrimStart(' ');
        var space = line.IndexOf(' ');
        var verb = string.Create(space < 0 ? line.Length : space, line, static (upper, text) =>
        {
            text[..upper.Length].CopyTo(upper);
            foreach (ref var c in upper)
                c = char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
        });
        return new FtpCommand(verb, space < 0 || line[space..].TrimStart(' ').IsEmpty ? "" : line[(space + 1)..].ToString());
    }

    /// <summary>Reads UTF-8 strictly. The command is null exactly when the result is a fault.</summary>
    public static LineFault TryParse(ReadOnlySpan<byte> line, out FtpCommand? command)
    {
        command = null;
        if (line.ContainsAny(ForbiddenBytes))
            return LineFault.ForbiddenByte;
        line = line.TrimStart((byte)' ');
        var space = line.IndexOf((byte)' ');
        var verb = space < 0 ? line : line[..space];
        var argument = space < 0 || line[space..].TrimStart((byte)' ').IsEmpty ? default : line[(space + 1)..];
        if (!Utf8.IsValid(verb) || !Utf8.IsValid(argument))
            return LineFault.NotUtf8;

        if (verb.IsEmpty)
            command = Empty;
        else if (verb.Length <= sizeof(ulong) && Known.TryGetValue(KeyOf(verb), out var known))
            command = argument.IsEmpty ? known : new FtpCommand(known.Verb, Encoding.UTF8.GetString(argument));
        else
            command = Parse(Encoding.UTF8.GetString(line));
        return LineFault.None;
    }

    /// <summary>Reads text of a code page, strictly. The command is null exactly when the result is a fault.</summary>
    public static LineFault TryParse(ReadOnlySpan<byte> line, CodePage codePage, out FtpCommand? command)
    {
        command = null;
        if (line.ContainsAny(ForbiddenBytes))
            return LineFault.ForbiddenByte;
        if (!codePage.TryDecode(line, out var text))
            return LineFault.NotInCodePage;
        command = Parse(text);
        return LineFault.None;
    }

    /// <summary>Up to eight bytes, in upper case, as one number.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> verb)
    {
        ulong key = 0;
        foreach (var b in verb)
            key = (key << 8) | (b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b);
        return key;
    }
}
