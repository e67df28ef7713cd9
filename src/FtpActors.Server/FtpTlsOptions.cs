using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server.Certificates;

namespace FtpActors.Server;

/// <summary>TLS of a server: explicit (AUTH TLS, RFC 4217) and implicit.</summary>
public sealed record FtpTlsOptions
{
    /// <summary>Certificates, protocol versions, limits of handshakes, session reuse.</summary>
    public required TlsServerOptions Server { get; init; }

    /// <summary>At every address of <see cref="FtpServerOptions.Listen"/> and <see cref="Listen"/> that has none of its own. Where
    /// TLS starts at once <see cref="TlsPolicy.Off"/> is as <see cref="TlsPolicy.Optional"/>.</summary>
    public TlsPolicy Policy { get; init; } = TlsPolicy.Optional;

    /// <summary>Where TLS starts at once, without AUTH, and PROT P is the default. They accept beside
    /// <see cref="FtpServerOptions.Listen"/>.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [];

    /// <summary>In place of <see cref="Policy"/>, by address as it stands in one of the two lists.</summary>
    public ImmutableDictionary<IPEndPoint, TlsPolicy> ListenPolicies { get; init; } = ImmutableDictionary<IPEndPoint, TlsPolicy>.Empty;

    /// <summary>CCC takes TLS off the control connection after login; else it reads 534.</summary>
    public bool AllowsClearCommands { get; init; }

    /// <summary>How changes and the end of certificates are noticed, where they are <see cref="IRenewableCertificates"/>.</summary>
    public CertificateWatchOptions Watch { get; init; } = new();

    /// <summary>What holds at an address of one of the two lists.</summary>
    public TlsPolicy PolicyAt(IPEndPoint listen) => ListenPolicies.GetValueOrDefault(listen, Policy);

    /// <summary>The same at an address of <see cref="Listen"/>: TLS is there whatever the policy.</summary>
    internal TlsPolicy ImplicitPolicyAt(IPEndPoint listen) => PolicyAt(listen) is var policy && policy == TlsPolicy.Off ? TlsPolicy.Optional : policy;
}
