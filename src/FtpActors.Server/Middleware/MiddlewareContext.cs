using FtpActors.Server.Sessions;

namespace FtpActors.Server.Middleware;

/// <summary>What middleware may know of the session.</summary>
/// <param name="Session">What stays the same: number, addresses, options.</param>
/// <param name="State">At this moment: the user, the working directory.</param>
public sealed record MiddlewareContext(SessionContext Session, SessionState State);
