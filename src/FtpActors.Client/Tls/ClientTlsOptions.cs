using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Client.Tls;

/// <summary>Whether and how connections are encrypted (RFC 4217).</summary>
/// <remarks>Data connections resume the TLS session of their control connection, which many servers insist on. The platform does so by
/// the server's name: not where the host is an address and no <see cref="ServerName"/> is given, and not with a client certificate.</remarks>
public sealed record ClientTlsOptions
{
    public FtpTlsMode Mode { get; init; } = FtpTlsMode.Never;

    /// <summary>Name that the certificate has to be for, also sent to the server (SNI); the host of the connection when null.</summary>
    public string? ServerName { get; init; }

    /// <summary>Versions; those the system thinks good when <see cref="SslProtocols.None"/>. Under TLS 1.3 each data connection resumes the
    /// session of the one before; servers that take the control connection's own only, as proftpd, need <see cref="SslProtocols.Tls12"/>.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.None;

    /// <summary>Shown to servers that ask for one; null for none.</summary>
    public SslStreamCertificateContext? ClientCertificate { get; init; }

    /// <summary>Decides about the server's certificate in place of the system, which demands a trusted one for the name.</summary>
    public RemoteCertificateValidationCallback? Validation { get; init; }

    /// <summary>Asks whether the certificate was revoked.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>Encrypts data, too (PROT P); false: logins and names only.</summary>
    public bool ProtectsData { get; init; } = true;

    /// <summary>Ends TLS on the control connection after the login (CCC), for routers that have to read PORT and 227; data stays as it is. Names and
    /// commands can be read, and changed, by anybody on the way then. Where the server refuses, it stays encrypted.</summary>
    public bool ClearsControl { get; init; }

    /// <summary>A download that ends without the server's close_notify fails: somebody may have cut it. False for servers that never send it.</summary>
    public bool RequiresCloseNotify { get; init; } = true;
}

/// <summary>Whether the control connection is encrypted.</summary>
public enum FtpTlsMode
{
    Never,

    /// <summary>By AUTH TLS where the server has it, else not. Protects from nobody who can change what is sent.</summary>
    Prefer,

    /// <summary>By AUTH TLS before anything secret is said, or not at all.</summary>
    Require,

    /// <summary>From the first byte, as is usual on port 990.</summary>
    Implicit,
}
