using System.Net;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Outcomes;

/// <summary>What is known of any transfer that moved, or was to move, data.</summary>
public readonly record struct TransferFacts
{
    /// <summary>Name of the server, <see cref="FtpServerOptions.Name"/>: an actor system may run several.</summary>
    public required string Server { get; init; }

    /// <summary>Number of its session.</summary>
    public required long Session { get; init; }

    /// <summary>Unique in its session: <c>/user/ftp/session-{Session}/transfer-{Id}</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Who was logged in when it began; null before a login, which only verbs of an embedder's own transfer in.</summary>
    public required string? User { get; init; }

    /// <summary>The virtual host of the user; null for the server itself.</summary>
    public required string? Host { get; init; }

    /// <summary>The client's end of the control connection.</summary>
    public required IPEndPoint Remote { get; init; }

    /// <summary>Upper case.</summary>
    public required string Verb { get; init; }

    /// <summary>As the user sees it.</summary>
    public required FtpPath Path { get; init; }

    public required bool IsUpload { get; init; }

    /// <summary>Moved over the data connection.</summary>
    public required long Bytes { get; init; }

    /// <summary>UTC; when the command had been checked and the transfer was given its actor.</summary>
    public required DateTime Started { get; init; }

    /// <summary>From then on; by a clock that nobody sets.</summary>
    public required TimeSpan Duration { get; init; }
}
