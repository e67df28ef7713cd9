using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server;

/// <summary>What a client that names a host with HOST (RFC 7151) gets in place of the server's own.</summary>
/// <remarks>A user of a host is somebody else than the user of that name of the server or of another host: see <see cref="UserKey"/>.</remarks>
public sealed record VirtualHost
{
    /// <summary>The files. Users see the part below their <see cref="FtpUser.Base"/>.</summary>
    public required IFtpStorage Storage { get; init; }

    /// <summary>Who somebody is.</summary>
    public required IAuthenticator Authenticator { get; init; }

    /// <summary>What they may do.</summary>
    public required IUserDirectory Users { get; init; }

    /// <summary>Text of the 220 reply to HOST, or null for the server's; several lines are allowed.</summary>
    public string? Welcome { get; init; }

    /// <summary>In place of the server's from HOST on, or null for these. <see cref="LimitOptions.MaxSessions"/> are those that are
    /// logged in here. What else counts before anybody can name a host (connections, command lines), and how long failed logins of
    /// an address count, stays the server's.</summary>
    public LimitOptions? Limits { get; init; }

    /// <summary>How fast data of all users of this host together may go, beside the server's own limits and those of users; null for as fast as these.</summary>
    public ThrottleOptions? Throttle { get; init; }
}
