using System.Collections.Immutable;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Which certificates of clients are accepted.</summary>
public sealed record ClientCertificateFiles
{
    /// <summary>Absolute path; PEM with the authorities that are trusted, roots and, where wanted, those between.</summary>
    public required string Authorities { get; init; }

    /// <summary>Absolute paths; PEM or DER with what the authorities have revoked. Empty: nothing counts as revoked. Otherwise every
    /// authority on the way from a client's certificate to its root needs a list, as long as it is not out of date.</summary>
    public ImmutableArray<string> RevocationLists { get; init; } = [];
}
