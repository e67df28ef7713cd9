namespace FtpActors.Core.Tls;

/// <summary>Whether clients are asked for a certificate.</summary>
public enum ClientCertificates
{
    Off,

    /// <summary>Asked for; a client may have none, but what it presents must be accepted.</summary>
    Request,

    /// <summary>A client without an accepted certificate is refused in the handshake.</summary>
    Require,
}
