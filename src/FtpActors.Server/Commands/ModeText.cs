namespace FtpActors.Server.Commands;

/// <summary>Permission bits in octal digits, as CHMOD and the fact UNIX.mode have them.</summary>
internal static class ModeText
{
    /// <summary>Three digits, or four with a zero in front. The bits beyond (set-user, set-group, sticky) are nobody's business over FTP.</summary>
    public static bool TryParse(string text, out UnixFileMode mode)
    {
        var digits = text.Length == 4 && text[0] == '0' ? text[1..] : text;
        var isMode = digits.Length == 3 && digits.All(static digit => digit is >= '0' and <= '7');
        mode = isMode ? (UnixFileMode)Convert.ToInt32(digits, 8) : UnixFileMode.None;
        return isMode;
    }

    public static string Format(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
