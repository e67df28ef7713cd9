using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls.Certificates;

public sealed class CertificateReaderSpecs : IDisposable
{
    private static readonly Password Secret = new("s3cret");
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly CertificateDirectory _directory = new();
    private readonly CertificateAuthority _root = CertificateAuthority.Create();
    private readonly CertificateAuthority _issuer;
    private readonly X509Certificate2 _leaf;

    public CertificateReaderSpecs()
    {
        _issuer = _root.Intermediate();
        _leaf = _issuer.Server("ftp.example.org");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Certificate_should_be_read_with_its_chain_from_PEM_with_the_key_in_the_same_file_or_in_another()
    {
        var chain = $"{_leaf.ExportCertificatePem()}\n{_issuer.Certificate.ExportCertificatePem()}\n";
        var together = new CertificateFiles { Certificate = _directory.Write("all.pem", CertificateAuthority.KeyPem(_leaf) + "\n" + chain) };
        var apart = new CertificateFiles { Certificate = _directory.Write("chain.pem", chain), Key = _directory.Write("key.pem", CertificateAuthority.KeyPem(_leaf)) };

        Assert.All([Load(together), Load(apart)], IsWhole);
    }

    [Fact]
    public void Certificate_should_be_read_with_its_chain_from_PFX()
    {
        var content = new X509Certificate2Collection { _leaf, X509CertificateLoader.LoadCertificate(_issuer.Certificate.RawData) }.Export(X509ContentType.Pfx, "s3cret")!;
        var file = _directory.Write("all.pfx", content);

        IsWhole(Load(new CertificateFiles { Certificate = file, KeyPassword = Secret }));
        Assert.Contains("password", Problem(new CertificateFiles { Certificate = file }));
        Assert.Contains("its password does not open", Problem(new CertificateFiles { Certificate = file, KeyPassword = new Password("other") }));
    }

    [Fact]
    public void Key_may_be_encrypted_when_its_password_is_given()
    {
        using var key = _leaf.GetECDsaPrivateKey()!;
        var files = _directory.Pair("ftp", _leaf) with { Key = _directory.Write("ftp.key", key.ExportEncryptedPkcs8PrivateKeyPem("s3cret", Encryption)) };

        Assert.True(Load(files with { KeyPassword = Secret }).Leaf.HasPrivateKey);
        Assert.Contains("no password was given", Problem(files));
        Assert.Contains("its password does not open", Problem(files with { KeyPassword = new Password("other") }));
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("PKCS8")]
    public void Key_may_be_RSA_in_either_form(string form)
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=rsa", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var key = form == "RSA" ? rsa.ExportRSAPrivateKeyPem() : rsa.ExportPkcs8PrivateKeyPem();

        Assert.True(Load(new CertificateFiles { Certificate = _directory.Write("rsa.pem", $"{certificate.ExportCertificatePem()}\n{key}") }).Leaf.HasPrivateKey);
    }

    [Fact]
    public void A_key_of_another_certificate_should_be_refused()
    {
        var files = _directory.Pair("ftp", _leaf) with { Key = _directory.Write("other.key", CertificateAuthority.KeyPem(_issuer.Server("other"))) };

        var problem = Problem(files);

        Assert.StartsWith($"{files.Key} holds a key that does not belong to the certificate CN=ftp.example.org", problem);
        Assert.Contains(files.Certificate, problem);
    }

    [Fact]
    public void A_certificate_that_does_not_come_first_should_be_refused()
    {
        var files = new CertificateFiles
        {
            Certificate = _directory.Write("all.pem", $"{_issuer.Certificate.ExportCertificatePem()}\n{CertificateAuthority.Pem(_leaf)}"),
        };

        Assert.Contains("must start with the server's own certificate, CN=ftp.example.org", Problem(files));
    }

    [Fact]
    public void A_file_without_a_key_should_be_refused()
    {
        var files = new CertificateFiles { Certificate = _directory.Write("bare.pem", _leaf.ExportCertificatePem()) };

        Assert.Equal($"{files.Certificate} holds no private key (-----BEGIN PRIVATE KEY-----).", Problem(files));
    }

    [Theory]
    [InlineData("", "is neither PEM nor PFX")]
    [InlineData("text", "is neither PEM nor PFX")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----", "broken")]
    public void What_is_no_certificate_should_be_refused(string content, string problem) =>
        Assert.Contains(problem, Problem(new CertificateFiles { Certificate = _directory.Write("x", content) }));

    [Fact]
    public void Keys_encrypted_as_OpenSSL_once_did_should_be_refused_with_the_way_out()
    {
        var key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMA==\n-----END RSA PRIVATE KEY-----\n";

        Assert.Contains("openssl pkcs8 -topk8", Problem(_directory.Pair("ftp", _leaf) with { Key = _directory.Write("old.key", key), KeyPassword = Secret }));
    }

    [Fact]
    public void A_certificate_in_DER_should_be_refused_with_the_way_out() =>
        Assert.Contains("openssl x509", Problem(new CertificateFiles { Certificate = _directory.Write("x.cer", _leaf.RawData) }));

    [Fact]
    public void A_file_that_is_not_there_or_is_a_directory_should_be_refused()
    {
        Assert.Equal($"{_directory.PathOf("none")} does not exist.", Problem(new CertificateFiles { Certificate = _directory.PathOf("none") }));
        Assert.Equal($"{_directory.PathOf("")} is a directory.", Problem(new CertificateFiles { Certificate = _directory.PathOf("") }));
    }

    private void IsWhole(TlsCertificate certificate)
    {
        Assert.Equal((_leaf.Thumbprint, true), (certificate.Leaf.Thumbprint, certificate.Leaf.HasPrivateKey));
        Assert.Equal([_issuer.Certificate.Thumbprint], certificate.Chain.Select(one => one.Thumbprint));
    }

    private static TlsCertificate Load(CertificateFiles files) => new ConfiguredCertificates([files]).Find(null)!;

    private static string Problem(CertificateFiles files)
    {
        var problem = Assert.Throws<CertificateException>(() => new ConfiguredCertificates([files])).Message;
        Assert.DoesNotContain("s3cret", problem);
        return problem;
    }
}
