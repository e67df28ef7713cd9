using System.Net;

namespace FtpActors.Core.Auth;

/// <summary>What a name alone decides, before a password came.</summary>
public enum Identification
{
    PasswordNeeded,

    /// <summary>Logged in without a password.</summary>
    Accepted,

    /// <summary>Counts as a failed login, and is answered like one.</summary>
    Refused,
}

/// <summary>An <see cref="IAuthenticator"/> that has something to say to a name. Without this ability every name needs a password.</summary>
/// <remarks>Never blocks its caller: what takes time is awaited. An answer that depends on whether the name is known tells strangers who has an account here.</remarks>
public interface IUserIdentifier
{
    /// <summary>Asked at USER. Unexpected failures are exceptions; the client then reads 451.</summary>
    /// <param name="userName">As sent.</param>
    /// <param name="peer">Where the control connection comes from.</param>
    /// <param name="cancel">Ends with the session or the deadline of handlers.</param>
    /// <exception cref="AuthenticatorBusyException">As the task's failure: not now. Counts as a failed login.</exception>
    Task<Identification> Identify(string userName, IPAddress peer, CancellationToken cancel);
}
