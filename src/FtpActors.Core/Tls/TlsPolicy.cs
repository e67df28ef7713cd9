namespace FtpActors.Core.Tls;

/// <summary>What has to be under TLS, for everybody at a listener or for one user.</summary>
public enum TlsPolicy
{
    /// <summary>No TLS: AUTH reads 502. Of a user: as <see cref="Optional"/>.</summary>
    Off,

    /// <summary>The client decides.</summary>
    Optional,

    /// <summary>USER reads 530 in clear text, so that no password crosses the network.</summary>
    RequiredForLogin,

    /// <summary>Files and listings only under PROT P; else 521.</summary>
    RequiredForData,

    /// <summary>Both.</summary>
    Required,
}
