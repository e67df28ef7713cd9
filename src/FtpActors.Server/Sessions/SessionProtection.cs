using System.Net.Security;
using System.Security.Authentication;

namespace FtpActors.Server.Sessions;

/// <summary>How a session is protected, as seen from outside.</summary>
/// <param name="IsEncrypted">Commands and replies are under TLS now; not any more after CCC.</param>
/// <param name="IsDataPrivate">PROT P: data connections are under TLS.</param>
/// <param name="Protocol">What the handshake of the control connection agreed on, TLS 1.2 or 1.3; null without one.</param>
/// <param name="CipherSuite">Of the same handshake.</param>
/// <param name="ServerName">The name the client asked for (SNI), lower case, or null.</param>
public sealed record SessionProtection(
    bool IsEncrypted,
    bool IsDataPrivate,
    SslProtocols? Protocol,
    TlsCipherSuite? CipherSuite,
    string? ServerName)
{
    /// <summary>Everything in clear text.</summary>
    public static SessionProtection None { get; } = new(false, false, null, null, null);
}
