namespace FtpActors.Server.Sessions;

/// <summary>Which sessions are meant: those for which everything that is set holds.</summary>
public sealed record SessionFilter
{
    /// <summary>Every session, whether somebody is logged in or not.</summary>
    public static SessionFilter All { get; } = new();

    /// <summary>Number of the only one; null for any.</summary>
    public long? Id { get; init; }

    /// <summary>Exact name of the logged-in user, <c>anonymous</c> for guests; null for any.</summary>
    public string? User { get; init; }

    /// <summary>Virtual host, whatever its case; empty for the server itself, null for any.</summary>
    public string? Host { get; init; }

    /// <summary>Leave out those in which nobody is logged in.</summary>
    public bool OnlyLoggedIn { get; init; }

    internal bool Holds(long id, SessionState state) =>
        (Id is null || Id == id)
        && (!OnlyLoggedIn || state.User is not null)
        && (User is null || state.User?.Name == User)
        && (Host is null || string.Equals(Host, state.HostName ?? "", StringComparison.OrdinalIgnoreCase));
}
