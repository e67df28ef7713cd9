namespace FtpActors.Core.Tls;

/// <summary>Why a TLS handshake failed.</summary>
public enum TlsHandshakeFault
{
    /// <summary>It took longer than <see cref="TlsServerOptions.HandshakeTimeout"/>, waiting for a free place included.</summary>
    Timeout,

    /// <summary>Too many handshakes run and wait already.</summary>
    Busy,

    /// <summary>What came is not TLS, or not well-formed.</summary>
    Garbage,

    /// <summary>The client speaks no protocol version that is allowed.</summary>
    ProtocolVersion,

    /// <summary>The client offers no cipher suite, key exchange or signature algorithm that is allowed.</summary>
    CipherSuite,

    /// <summary>The client speaks another protocol than FTP: its ALPN list does not name <c>ftp</c>.</summary>
    ApplicationProtocol,

    /// <summary>No certificate for the name the client asked for (SNI).</summary>
    ServerName,

    /// <summary>The client's certificate is missing, refused, or another one than on the control connection.</summary>
    ClientCertificate,

    /// <summary>The data connection resumed no session of its control connection, and that is required (reply 522).</summary>
    SessionNotReused,

    /// <summary>The client refused: it does not trust the server's certificate, for example.</summary>
    RefusedByClient,

    /// <summary>The connection ended in the middle.</summary>
    Lost,

    /// <summary>Anything else; the inner exception has it.</summary>
    Other,
}
