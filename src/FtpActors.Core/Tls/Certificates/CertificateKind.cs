namespace FtpActors.Core.Tls.Certificates;

/// <summary>What a file vouches for.</summary>
public enum CertificateKind
{
    /// <summary>A certificate that the server shows.</summary>
    Server,

    /// <summary>An authority that issues certificates to clients.</summary>
    ClientAuthority,

    /// <summary>What an authority has revoked; its end is its next update.</summary>
    RevocationList,
}
