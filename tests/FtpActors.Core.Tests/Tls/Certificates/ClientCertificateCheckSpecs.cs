using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls.Certificates;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls.Certificates;

public sealed class ClientCertificateCheckSpecs : IDisposable
{
    private readonly CertificateDirectory _directory = new();
    private readonly DateTimeOffset _tomorrow = DateTimeOffset.UtcNow.AddDays(1);
    private readonly CertificateAuthority _root = CertificateAuthority.Create();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Refusal_should_accept_what_an_authority_of_the_file_has_issued()
    {
        Assert.Null(Check().Refusal(_root.Client("CN=ann"), []));
    }

    [Fact]
    public void Refusal_should_accept_a_certificate_through_an_authority_that_the_client_sent_or_that_is_in_the_file()
    {
        var between = _root.Intermediate();
        var client = between.Client("CN=ann");

        Assert.Null(Check().Refusal(client, [between.Certificate]));
        Assert.Null(Check([between]).Refusal(client, []));
        Assert.Contains("PartialChain", Check().Refusal(client, []));
    }

    [Fact]
    public void Refusal_should_refuse_strangers_what_is_over_and_certificates_of_servers()
    {
        var check = Check();

        Assert.NotNull(check.Refusal(CertificateAuthority.Create().Client("CN=ann"), []));
        Assert.NotNull(check.Refusal(CertificateAuthority.Create("Same name").Client("CN=ann"), [_root.Certificate]));
        Assert.Contains("NotTimeValid", check.Refusal(_root.Client("CN=ann", until: DateTimeOffset.UtcNow.AddMinutes(-1)), []));
        Assert.Contains("NotValidForUsage", check.Refusal(_root.Server("ann"), []));
    }

    [Fact]
    public void Refusal_should_refuse_another_root_that_the_client_sent_itself()
    {
        var other = CertificateAuthority.Create();

        Assert.NotNull(Check().Refusal(other.Client("CN=ann"), [other.Certificate]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refusal_should_refuse_what_a_list_in_PEM_or_DER_revokes(bool pem)
    {
        var (ann, bob) = (_root.Client("CN=ann"), _root.Client("CN=bob"));

        var check = Check([], List("root.crl", _root.Revoke(_tomorrow, ann), pem));

        Assert.Equal("CN=ann: revoked by CN=Test root.", check.Refusal(ann, []));
        Assert.Null(check.Refusal(bob, []));
    }

    [Fact]
    public void Refusal_should_need_a_list_of_every_authority_up_to_the_root()
    {
        var between = _root.Intermediate();
        var client = between.Client("CN=ann");
        var ofRoot = List("root.crl", _root.Revoke(_tomorrow));
        var ofBetween = List("between.crl", between.Revoke(_tomorrow));

        Assert.Null(Check([between], ofRoot, ofBetween).Refusal(client, []));
        Assert.Contains("no revocation list of CN=Test intermediate", Check([between], ofRoot).Refusal(client, []));
        Assert.Contains("no revocation list of CN=Test root", Check([between], ofBetween).Refusal(client, []));
        Assert.Contains("revoked by CN=Test root", Check([between], List("root.crl", _root.Revoke(_tomorrow, between.Certificate)), ofBetween).Refusal(client, []));
    }

    [Fact]
    public void Refusal_should_count_on_no_list_that_is_out_of_date()
    {
        var time = new ManualTime();
        var now = time.GetUtcNow();
        var root = CertificateAuthority.Create("Test root", now);
        var client = root.Client("CN=ann");
        var check = new ClientCertificateCheck(
            new ClientCertificateFiles
            {
                Authorities = _directory.Write("old-ca.pem", root.Certificate.ExportCertificatePem()),
                RevocationLists = [List("root.crl", root.Revoke(now.AddDays(1)))],
            },
            time);

        Assert.Null(check.Refusal(client, []));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Contains("that counts now", check.Refusal(client, []));
    }

    [Fact]
    public void A_list_whose_signature_is_somebody_elses_should_be_refused()
    {
        var impostor = CertificateAuthority.Create();
        var forged = _root.Revoke(_tomorrow);
        forged[^1] ^= 1;

        Assert.Contains("whose signature is not of that authority's key", Problem(impostor.Revoke(_tomorrow)));
        Assert.Contains("whose signature is not of that authority's key", Problem(forged));
        Assert.Contains("who is not in", Problem(CertificateAuthority.Create("Else").Revoke(_tomorrow)));
    }

    [Fact]
    public void A_list_with_a_critical_extension_should_be_refused()
    {
        Assert.Contains("critical extension, 2.5.29.27", Problem(CriticalList.Of(_root.Certificate, _tomorrow)));
    }

    [Fact]
    public void What_is_no_list_or_a_cut_one_should_be_refused()
    {
        Assert.Contains("is no revocation list", Problem([]));
        Assert.Contains("is no revocation list", Problem("text"u8.ToArray()));
        Assert.Contains("holds no revocation list", Problem(System.Text.Encoding.ASCII.GetBytes(_root.Certificate.ExportCertificatePem())));
        var whole = _root.Revoke(_tomorrow, _root.Client("CN=ann"));
        foreach (var length in Enumerable.Range(1, whole.Length - 1))
            Assert.NotEmpty(Problem(whole[..length]));
    }

    [Fact]
    public void Lists_signed_with_RSA_should_be_read_with_either_padding()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=RSA root", key, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), _tomorrow.AddDays(1));
        var file = _directory.Write("rsa.pem", root.ExportCertificatePem());
        foreach (var padding in new[] { RSASignaturePadding.Pkcs1, RSASignaturePadding.Pss })
        {
            var list = new CertificateRevocationListBuilder().Build(root, 1, _tomorrow, HashAlgorithmName.SHA384, padding);
            var check = new ClientCertificateCheck(new ClientCertificateFiles { Authorities = file, RevocationLists = [_directory.Write("rsa.crl", list)] });
            Assert.Equal([CertificateKind.ClientAuthority, CertificateKind.RevocationList], check.Facts.Select(facts => facts.Kind));
        }
    }

    [Fact]
    public void A_file_without_a_root_should_be_refused()
    {
        var files = new ClientCertificateFiles { Authorities = _directory.Write("ca.pem", _root.Intermediate().Certificate.ExportCertificatePem()) };

        Assert.Contains("holds no root", Assert.Throws<CertificateException>(() => new ClientCertificateCheck(files)).Message);
    }

    [Fact]
    public async Task Renew_should_take_over_a_new_list()
    {
        var client = _root.Client("CN=ann");
        var list = List("root.crl", _root.Revoke(_tomorrow));
        var check = Check([], list);
        Assert.Null(check.Refusal(client, []));
        List("root.crl", _root.Revoke(_tomorrow, client));

        var renewed = Assert.IsType<CertificateNotice.Renewed>(Assert.Single(await check.Renew(atOnce: true, default)));

        Assert.Equal((CertificateKind.RevocationList, list), (renewed.Facts.Kind, renewed.Facts.File));
        Assert.NotNull(check.Refusal(client, []));
        _directory.Write("root.crl", "half");
        Assert.IsType<CertificateNotice.Refused>(Assert.Single(await check.Renew(atOnce: true, default)));
        Assert.NotNull(check.Refusal(client, []));
    }

    private ClientCertificateCheck Check(CertificateAuthority[]? more = null, params string[] lists) => new(Files(more ?? [], lists));

    private ClientCertificateFiles Files(CertificateAuthority[] more, params string[] lists) => new()
    {
        Authorities = _directory.Write("ca.pem", string.Join('\n', more.Prepend(_root).Select(authority => authority.Certificate.ExportCertificatePem()))),
        RevocationLists = [.. lists],
    };

    private string List(string name, byte[] content, bool pem = false) =>
        pem ? _directory.Write(name, PemEncoding.WriteString("X509 CRL", content)) : _directory.Write(name, content);

    private string Problem(byte[] list)
    {
        var file = _directory.Write("bad.crl", list);
        var problem = Assert.Throws<CertificateException>(() => new ClientCertificateCheck(Files([], file)));
        Assert.Equal(file, problem.File);
        return problem.Problem;
    }
}
