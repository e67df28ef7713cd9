namespace FtpActors.Core.Tls;

/// <summary>The server's certificates.</summary>
/// <remarks>Asked once per handshake, from any thread, and must not block. An implementation may swap what it holds at any
/// time: handshakes that come later get the new ones, open connections keep theirs.</remarks>
public interface ITlsCertificates
{
    /// <summary>The certificate for the name in the client's SNI, as sent; null when the client sent none.</summary>
    /// <returns>Null refuses the handshake (<see cref="TlsHandshakeFault.ServerName"/>).</returns>
    TlsCertificate? Find(string? serverName);
}
