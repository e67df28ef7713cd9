using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>A session, as seen from outside at one moment.</summary>
public sealed record SessionDescription
{
    /// <summary>Unique in this server: its actor is <c>/user/{Name}/session-{Id}</c>, its log lines name it.</summary>
    public required long Id { get; init; }

    /// <summary>Who is logged in, or null. Unique together with <see cref="Host"/>.</summary>
    public string? User { get; init; }

    public bool IsAnonymous { get; init; }

    /// <summary>The virtual host that HOST named, lower case; null for the server itself.</summary>
    public string? Host { get; init; }

    /// <summary>The client's end of the control connection; IPv4 addresses are plain.</summary>
    public required IPEndPoint Remote { get; init; }

    /// <summary>The server's end.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>When the client connected, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>What is under TLS, and how.</summary>
    public SessionProtection Protection { get; init; } = SessionProtection.None;

    /// <summary>What the client called itself with CLNT or CSID, or null.</summary>
    public string? Client { get; init; }

    /// <summary>Seen from the user's base.</summary>
    public FtpPath WorkingDirectory { get; init; }

    /// <summary>What runs, as the client sent it, passwords starred; null when nothing does. May hold what could rewrite a terminal.</summary>
    public string? Command { get; init; }

    /// <summary>The transfer that belongs to <see cref="Command"/>, or null.</summary>
    public TransferStatus? Transfer { get; init; }

    /// <summary>Since the last command; zero while one runs.</summary>
    public TimeSpan Idle { get; init; }
}
