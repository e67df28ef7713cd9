using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls;

/// <summary>Decides about the certificates clients present: chain, validity, revocation.</summary>
/// <remarks>Called in the middle of handshakes, on pool threads, several at a time; must not use the network. Who the
/// client is (subject, SAN → user) is not its business.</remarks>
public interface IClientCertificateCheck
{
    /// <param name="certificate">The client's; only valid during the call. The client has proved that it holds the key.</param>
    /// <param name="sent">Further certificates the client sent, unchecked.</param>
    /// <returns>Null to accept, else why not, for the log.</returns>
    string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent);
}
