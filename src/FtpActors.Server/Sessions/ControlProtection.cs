namespace FtpActors.Server.Sessions;

/// <summary>What commands and replies travel in.</summary>
public enum ControlProtection
{
    /// <summary>Plain text.</summary>
    Clear,

    /// <summary>AUTH is answered, the handshake comes next.</summary>
    Starting,

    /// <summary>TLS.</summary>
    Encrypted,

    /// <summary>Plain text again after CCC; data connections may go on under TLS.</summary>
    Cleared,
}
