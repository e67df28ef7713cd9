namespace FtpActors.Core.Auth;

/// <summary>What a certificate that belongs to a user is good for.</summary>
public enum CertificateUse
{
    /// <summary>It is enough; without it the password is asked for.</summary>
    Instead,

    /// <summary>It is needed, and the password as well.</summary>
    Beside,
}
