using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;

namespace FtpActors.Core.Tls;

/// <summary>The allowed cipher suites in OpenSSL's words.</summary>
/// <remarks>Not <see cref="CipherSuitesPolicy"/>: with one, .NET does not resume sessions.</remarks>
internal sealed class CipherPolicy
{
    private CipherPolicy(ImmutableArray<TlsCipherSuite> suites)
    {
        Tls13 = Join(suites.Where(IsTls13).Select(suite => suite.ToString()));
        Tls12 = Join(suites.Where(suite => !IsTls13(suite)).Select(suite => OpenSslHandshakes.CipherName(suite.ToString())
            ?? throw new ArgumentException($"The platform has no cipher suite {suite}.")));
    }

    /// <summary>Null when there is none for that version, which is then not spoken.</summary>
    public string? Tls12 { get; }

    public string? Tls13 { get; }

    /// <summary>Null leaves it to the platform.</summary>
    /// <exception cref="ArgumentException">A suite the platform has not.</exception>
    public static CipherPolicy? Of(ImmutableArray<TlsCipherSuite> suites) => suites.IsDefaultOrEmpty ? null : new CipherPolicy(suites);

    public SslProtocols Limit(SslProtocols protocols)
    {
        if (Tls12 is null)
            protocols &= ~SslProtocols.Tls12;
        return Tls13 is null ? protocols & ~SslProtocols.Tls13 : protocols;
    }

    // RFC 8446 §B.4.
    private static bool IsTls13(TlsCipherSuite suite) => (int)suite >> 8 == 0x13;

    private static string? Join(IEnumerable<string> names) => string.Join(':', names) is { Length: > 0 } joined ? joined : null;
}
