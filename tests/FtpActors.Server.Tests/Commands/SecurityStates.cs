using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

/// <summary>Sessions of a server with TLS, as far as its verbs see them.</summary>
internal static class SecurityStates
{
    public static SessionState Clear(TlsPolicy policy = TlsPolicy.Optional) =>
        SessionState.Initial with { Security = new SessionSecurity { Policy = policy } };

    public static SessionState Encrypted(
        TlsPolicy policy = TlsPolicy.Optional, string? serverName = null, X509Certificate2? certificate = null, bool isImplicit = false)
    {
        var tls = new ControlTls(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, serverName, certificate);
        return SessionState.Initial with
        {
            Security = new SessionSecurity
            {
                Policy = policy,
                IsImplicit = isImplicit,
                HasBufferSize = isImplicit,
                IsDataPrivate = isImplicit,
                Control = ControlProtection.Encrypted,
                Tls = tls,
            },
        };
    }
}
