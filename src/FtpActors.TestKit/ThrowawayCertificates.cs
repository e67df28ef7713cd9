using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;

namespace FtpActors.TestKit;

/// <summary>Self-signed certificates, made when asked for: one for every name, one for clients without SNI.</summary>
public sealed class ThrowawayCertificates : ITlsCertificates
{
    private static readonly TlsCertificate Main = TlsCertificate.Create(Make("localhost"));

    private readonly Dictionary<string, TlsCertificate> _named;

    /// <param name="names">Names that have a certificate of their own.</param>
    public ThrowawayCertificates(params string[] names) =>
        _named = names.ToDictionary(name => name, name => TlsCertificate.Create(Make(name)), StringComparer.OrdinalIgnoreCase);

    public TlsCertificate? Find(string? serverName) => serverName is null ? Main : _named.GetValueOrDefault(serverName, Main);

    /// <summary>A self-signed certificate with its key, valid for a day, for servers and clients.</summary>
    /// <param name="name">The common name, and a DNS name beside the loopback addresses.</param>
    public static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
