namespace FtpActors.Core.Auth;

/// <summary>A name in a client's certificate that may be a user's.</summary>
public enum CertificateNameKind
{
    /// <summary>CN of the subject.</summary>
    CommonName,

    /// <summary>An e-mail address among the subject alternative names (RFC 5280 §4.2.1.6).</summary>
    Email,

    /// <summary>A host name among the subject alternative names.</summary>
    Dns,

    /// <summary>A user principal name, as Windows has them, among the subject alternative names.</summary>
    PrincipalName,
}
