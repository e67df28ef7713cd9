using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Auth;

/// <summary>An <see cref="IAuthenticator"/> to whom the certificate a client has shown on its control connection may be enough.</summary>
/// <remarks>Never blocks its caller: what takes time is awaited.</remarks>
public interface ICertificateIdentifier
{
    /// <summary>Asked at USER, in place of <see cref="IUserIdentifier"/>, when there is a certificate. Unexpected failures are
    /// exceptions; the client then reads 451.</summary>
    /// <param name="userName">As sent.</param>
    /// <param name="peer">Where the control connection comes from.</param>
    /// <param name="certificate">Found good when the connection was made: trusted, in time and not revoked.</param>
    /// <param name="cancel">Ends with the session or the deadline of handlers.</param>
    /// <exception cref="AuthenticatorBusyException">As the task's failure: not now. Counts as a failed login.</exception>
    Task<Identification> Identify(string userName, IPAddress peer, X509Certificate2 certificate, CancellationToken cancel);
}
