using FtpActors.Core.Auth;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Where a certificate of the server and its private key lie.</summary>
public sealed record CertificateFiles
{
    /// <summary>PEM, the server's own certificate first and those that issued it behind it; or PFX (PKCS #12).</summary>
    public required string Certificate { get; init; }

    /// <summary>PEM with the private key; null when <see cref="Certificate"/> holds it.</summary>
    public string? Key { get; init; }

    /// <summary>Of an encrypted key or a PFX; null for none.</summary>
    public Password? KeyPassword { get; init; }
}
