namespace FtpActors.Core.Tls;

/// <summary>Whether a TLS data connection has to resume the TLS session of its control connection, which proves that both
/// ends of both connections are the same.</summary>
public enum SessionReuse
{
    /// <summary>Clients may resume and nobody looks.</summary>
    Off,

    /// <summary>A data connection that does not resume is served; <see cref="TlsDataTransport.IsResumed"/> says so. Without OpenSSL 3 the
    /// session of any connection counts.</summary>
    Warn,

    /// <summary>A data connection that does not resume a session of its own control connection is refused
    /// (<see cref="TlsHandshakeFault.SessionNotReused"/>, reply 522).</summary>
    Require,
}
