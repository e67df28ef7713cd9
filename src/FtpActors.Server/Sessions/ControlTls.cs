using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Server.Sessions;

/// <summary>What the TLS handshake of a control connection agreed on.</summary>
/// <param name="Protocol">TLS 1.2 or 1.3.</param>
/// <param name="CipherSuite">As negotiated.</param>
/// <param name="ServerName">SNI, in lower case and without a dot at its end, or null.</param>
/// <param name="ClientCertificate">What the client presented and was accepted, or null. Lives as long as the session.</param>
public sealed record ControlTls(
    SslProtocols Protocol,
    TlsCipherSuite CipherSuite,
    string? ServerName,
    X509Certificate2? ClientCertificate)
{
    /// <summary>For people: <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>.</summary>
    public string Summary => $"{(Protocol == SslProtocols.Tls13 ? "TLSv1.3" : "TLSv1.2")} {CipherSuite}";
}
