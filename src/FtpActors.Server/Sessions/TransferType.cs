namespace FtpActors.Server.Sessions;

/// <summary>Representation type (RFC 959 §3.1.1).</summary>
public enum TransferType
{
    /// <summary>TYPE A N: line ends are CRLF on the wire.</summary>
    Ascii,

    /// <summary>TYPE I and TYPE L 8: bytes as they are.</summary>
    Image,
}
