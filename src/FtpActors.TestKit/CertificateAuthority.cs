using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.TestKit;

/// <summary>Issues certificates, with ECDSA keys, and revocation lists to test with.</summary>
public sealed class CertificateAuthority
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly DateTimeOffset _now;
    private BigInteger _lists;

    private CertificateAuthority(X509Certificate2 certificate, DateTimeOffset now) => (Certificate, _now) = (certificate, now);

    /// <summary>With its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A root for ten years from yesterday.</summary>
    /// <param name="name">The CN of its subject.</param>
    /// <param name="now">Today; null for the machine's clock.</param>
    public static CertificateAuthority Create(string name = "Test root", DateTimeOffset? now = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var today = now ?? DateTimeOffset.UtcNow;
        return new CertificateAuthority(AuthorityRequest(name, key).CreateSelfSigned(today.AddDays(-1), today.AddDays(3650)), today);
    }

    /// <summary>One whose certificate this one has issued.</summary>
    public CertificateAuthority Intermediate(string name = "Test intermediate")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateAuthority(Sign(AuthorityRequest(name, key), key, Certificate.NotAfter), _now);
    }

    /// <summary>For host names; the first is the subject as well.</summary>
    /// <returns>With its key.</returns>
    public X509Certificate2 Server(params string[] names) => Server(_now.AddDays(90), names);

    /// <param name="until">The end of its time, which may be over.</param>
    /// <param name="names">Host names; the first is the subject as well.</param>
    /// <returns>With its key.</returns>
    public X509Certificate2 Server(DateTimeOffset until, params string[] names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        return Issue($"CN={names[0]}", alternatives, ServerAuthentication, until);
    }

    /// <param name="subject">A distinguished name, e.g. <c>CN=ann,O=Example</c>.</param>
    /// <param name="names">Adds subject alternative names; null for none.</param>
    /// <param name="until">The end of its time, which may be over; null for three months from today.</param>
    /// <returns>With its key.</returns>
    public X509Certificate2 Client(string subject, Action<SubjectAlternativeNameBuilder>? names = null, DateTimeOffset? until = null)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        names?.Invoke(alternatives);
        return Issue(subject, names is null ? null : alternatives, ClientAuthentication, until ?? _now.AddDays(90));
    }

    /// <summary>A revocation list in DER, from yesterday on.</summary>
    /// <param name="nextUpdate">When it is out of date, after yesterday.</param>
    /// <param name="revoked">Certificates of this authority.</param>
    public byte[] Revoke(DateTimeOffset nextUpdate, params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            list.AddEntry(certificate);
        _lists++;
        return list.Build(Certificate, _lists, nextUpdate, HashAlgorithmName.SHA256, thisUpdate: Certificate.NotBefore);
    }

    /// <summary>The key of a certificate as PEM.</summary>
    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The certificate and its key as PEM.</summary>
    public static string Pem(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{KeyPem(certificate)}\n";

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private X509Certificate2 Issue(string subject, SubjectAlternativeNameBuilder? names, Oid use, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null)
            request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        return Sign(request, key, until);
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        using var bare = request.Create(Certificate, Certificate.NotBefore, until, serial);
        return bare.CopyWithPrivateKey(key);
    }
}
