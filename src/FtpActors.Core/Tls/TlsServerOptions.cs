using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;

namespace FtpActors.Core.Tls;

/// <summary>How the server speaks TLS, on control and data connections alike.</summary>
public sealed record TlsServerOptions
{
    public required ITlsCertificates Certificates { get; init; }

    /// <summary>TLS 1.2, TLS 1.3 or both; nothing older.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The cipher suites that are allowed, best first; empty leaves it to the platform.</summary>
    public ImmutableArray<TlsCipherSuite> CipherSuites { get; init; } = [];

    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.Off;

    /// <summary>Null accepts no certificate at all.</summary>
    public IClientCertificateCheck? ClientCertificateCheck { get; init; }

    public SessionReuse SessionReuse { get; init; } = SessionReuse.Warn;

    /// <summary>For one handshake to its end: from the first look at a connection; on a passive data connection from its first byte or its transfer command, whichever comes first.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Handshakes of control connections that compute at a time; at least 1. One that waits for its client does not count.
    /// Those of data connections are counted apart, by the same bound.</summary>
    public int MaxHandshakes { get; init; } = 256;

    /// <summary>Handshakes that wait for their turn to compute, beyond which more are refused (<see cref="TlsHandshakeFault.Busy"/>); at least 0.</summary>
    public int MaxWaitingHandshakes { get; init; } = 1024;

    /// <summary>True takes an upload that ends without close_notify for whole. Old clients end so, but so does an attacker who cuts a file short.</summary>
    public bool AcceptTruncatedUploads { get; init; }

    /// <summary>For the peer's close_notify after ours, when a download ends or TLS is taken off a control connection. At the end of
    /// a download it runs from the last byte that the peer's system took.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
