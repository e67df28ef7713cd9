using System.Collections.Immutable;
using FtpActors.Core.Wire;

namespace FtpActors.Server;

/// <summary>Whom to bend to and how. Patterns are those of <see cref="GlobPattern"/>; both have to match where both are there.</summary>
public sealed record CompatibilityRule
{
    /// <summary>Pattern of user names, or null for everybody, also before login.</summary>
    public string? User { get; init; }

    /// <summary>Pattern, in whatever case, of what clients call themselves with CLNT, or with CSID (name, space, version); null
    /// for all, also those that do not say.</summary>
    public string? Client { get; init; }

    /// <summary>See <see cref="Compatibility.Syst"/>; null leaves it.</summary>
    public string? Syst { get; init; }

    /// <summary>See <see cref="Compatibility.ListFormat"/>; null leaves it.</summary>
    public ListFormat? ListFormat { get; init; }

    /// <summary>See <see cref="Compatibility.SizeInAscii"/>; null leaves it.</summary>
    public bool? SizeInAscii { get; init; }

    /// <summary>See <see cref="Compatibility.Accepted"/>; null leaves it. Whatever changes a file or protects a session does
    /// not belong here: a client would believe that it happened.</summary>
    public ImmutableHashSet<string>? Accepted { get; init; }

    /// <param name="user">Null before login.</param>
    /// <param name="client">Null when it did not say.</param>
    public bool Matches(string? user, string? client) =>
        Fits(User, user) && Fits(Client?.ToLowerInvariant(), client?.ToLowerInvariant());

    private static bool Fits(string? pattern, string? name) =>
        pattern is null || (name is not null && new GlobPattern(pattern).Matches(name));
}
