namespace FtpActors.Core.Wire;

/// <summary>Why the argument of EPRT cannot be used.</summary>
public enum HostPortFault
{
    None,

    /// <summary>Reply 501.</summary>
    Syntax,

    /// <summary>A network protocol other than IPv4 (1) and IPv6 (2). Reply 522 (RFC 2428 §2).</summary>
    Protocol,
}
