using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Auth;

/// <summary>What a client shows to log in.</summary>
/// <param name="UserName">As sent with USER.</param>
/// <param name="Password">As sent with PASS.</param>
/// <param name="Peer">Where the control connection comes from.</param>
public sealed record Credentials(string UserName, Password Password, IPAddress Peer)
{
    /// <summary>The password came under TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What the client has shown on its control connection, found good; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }
}

/// <summary>Answers who somebody is.</summary>
/// <remarks>Takes as long for an unknown name as for a wrong password, and never blocks its caller. Unexpected failures
/// are exceptions; the client then reads 451 and may try again.</remarks>
public interface IAuthenticator
{
    /// <summary>True when the password belongs to the user.</summary>
    /// <exception cref="AuthenticatorBusyException">As the task's failure: not now. Counts as a failed login.</exception>
    Task<bool> Authenticate(Credentials credentials, CancellationToken cancel);
}

/// <summary>Answers what a user may do.</summary>
/// <remarks>Never blocks its caller: what takes time is awaited.</remarks>
public interface IUserDirectory
{
    /// <summary>The user, or null when there is none of that name. Asked after authentication.</summary>
    Task<FtpUser?> Find(string userName, CancellationToken cancel);
}
