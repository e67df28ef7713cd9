using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Certificates made on the spot; nobody signed them but themselves.</summary>
internal static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> MadeServer = new(() => SelfSigned("localhost"));

    /// <summary>One for all specs that do not care.</summary>
    public static X509Certificate2 Server => MadeServer.Value;

    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The same certificate whatever the client asks for.</summary>
    public static ITlsCertificates Only(X509Certificate2? certificate = null) => ByName(_ => certificate ?? Server);

    public static ITlsCertificates ByName(Func<string?, X509Certificate2?> find) => new Found(find);

    private sealed class Found(Func<string?, X509Certificate2?> find) : ITlsCertificates
    {
        public TlsCertificate? Find(string? serverName) => find(serverName) is { } certificate ? TlsCertificate.Create(certificate) : null;
    }
}
