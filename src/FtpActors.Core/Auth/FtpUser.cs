using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Auth;

/// <summary>What a logged-in user may do and where.</summary>
public sealed record FtpUser
{
    public required string Name { get; init; }

    /// <summary>True for a guest without a password.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>The directory of the storage that this user sees as <c>/</c>; made at login when missing.</summary>
    public FtpPath Base { get; init; } = FtpPath.Root;

    /// <summary>Working directory after login, seen from <see cref="Base"/>; the root is taken when it does not exist.</summary>
    public FtpPath Home { get; init; } = FtpPath.Root;

    public PathRights Rights { get; init; } = PathRights.ReadWrite;

    /// <summary>Sessions at once; null means the server's own limit.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>Bytes that may stand below <see cref="Base"/>; an upload beyond reads 552. Null for any number. All sessions of the user share it;
    /// what other users write there is noticed when it is counted anew.</summary>
    public long? Quota { get; init; }

    /// <summary>Files that may stand below <see cref="Base"/>, directories not counted; a new one beyond reads 552. Null for any number. As <see cref="Quota"/> otherwise.</summary>
    public long? FileQuota { get; init; }

    /// <summary>What this user needs TLS for, beside what the listener asks for: the stricter counts.</summary>
    public TlsPolicy Tls { get; init; } = TlsPolicy.Optional;

    /// <summary>May see who else is there (SITE WHO) and tell them something (SITE MSG): at a virtual host the sessions of the
    /// host, else those of the whole server.</summary>
    public bool OverseesSessions { get; init; }

    /// <summary>How fast data may go: over all sessions of this user, and in each; beside the server's own limits.</summary>
    public ThrottleLevels Throttle { get; init; } = ThrottleLevels.Unlimited;
}
