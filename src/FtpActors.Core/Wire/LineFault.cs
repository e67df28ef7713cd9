namespace FtpActors.Core.Wire;

/// <summary>Why a received line is not a command.</summary>
public enum LineFault
{
    None,

    /// <summary>Longer than the limit; the rest up to the next LF is thrown away. Reply 500.</summary>
    TooLong,

    /// <summary>Not well-formed UTF-8. Reply 501.</summary>
    NotUtf8,

    /// <summary>Not text of the code page that stands in for UTF-8. Reply 501.</summary>
    NotInCodePage,

    /// <summary>NUL, or a CR that does not end the line. Reply 501.</summary>
    ForbiddenByte,
}
