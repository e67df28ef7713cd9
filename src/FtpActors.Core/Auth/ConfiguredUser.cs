using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Transport;

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

    /// <summary>Where this user logs in from, IPv4 written as such; empty for anywhere. From elsewhere no password is right and no
    /// certificate is enough.</summary>
    public ImmutableArray<IPNetwork> From { get; init; } = [];

    internal bool MayComeFrom(IPAddress peer)
    {
        if (From.IsEmpty)
            return true;
        var plain = PeerAddress.Plain(peer);
        return From.Any(network => network.Contains(plain));
    }
}
