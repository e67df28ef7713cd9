using System.Collections.Immutable;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>What there is to know about a certificate or a revocation list in use.</summary>
public sealed record CertificateFacts
{
    public required CertificateKind Kind { get; init; }

    /// <summary>Where it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Of a revocation list: who issued it.</summary>
    public required string Subject { get; init; }

    /// <summary>Host names it is for, wildcards included; empty unless it is the server's.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>The file with the private key of the server's certificate when others than its owner may read it, else null.</summary>
    public string? ExposedKey { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it counts; <see cref="DateTimeOffset.MaxValue"/> for a revocation list that does not say.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>SHA-256 in hexadecimal digits with colons, as OpenSSL and clients show it.</summary>
    public required string Fingerprint { get; init; }
}
