using System.Collections.Immutable;

namespace FtpActors.Core.Auth;

/// <summary>A user with a password, <see cref="Hash"/> or <see cref="Plain"/>, or one whom a certificate lets in, or both.</summary>
public sealed record ConfiguredUser
{
    public required FtpUser User { get; init; }

    public PasswordHash? Hash { get; init; }

    /// <summary>For samples and the command line only.</summary>
    public Password? Plain { get; init; }

    /// <summary>Certificates of clients that belong to this user: those that one rule matches. Empty: by
    /// <see cref="ConfiguredUsers"/>' rule for everybody, if it has one.</summary>
    public ImmutableArray<CertificateRule> Certificates { get; init; } = [];

    public CertificateUse CertificateUse { get; init; } = CertificateUse.Instead;
}
