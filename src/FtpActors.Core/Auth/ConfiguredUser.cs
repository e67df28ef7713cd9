namespace FtpActors.Core.Auth;

/// <summary>A user with a password: exactly one of <see cref="Hash"/> and <see cref="Plain"/>.</summary>
public sealed record ConfiguredUser
{
    public required FtpUser User { get; init; }

    public PasswordHash? Hash { get; init; }

    /// <summary>For samples and the command line only.</summary>
    public Password? Plain { get; init; }
}
