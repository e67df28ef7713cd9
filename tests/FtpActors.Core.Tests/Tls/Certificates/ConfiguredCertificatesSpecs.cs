using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls.Certificates;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls.Certificates;

public sealed class ConfiguredCertificatesSpecs : IDisposable
{
    private readonly CertificateDirectory _directory = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null, "main.example.org")]
    [InlineData("", "main.example.org")]
    [InlineData("main.example.org", "main.example.org")]
    [InlineData("unknown.example.net", "main.example.org")]
    [InlineData("ftp.example.com", "ftp.example.com")]
    [InlineData("FTP.Example.COM.", "ftp.example.com")]
    [InlineData("also.example.com", "ftp.example.com")]
    [InlineData("a.example.com", "*.example.com")]
    [InlineData("a.b.example.com", "main.example.org")]
    [InlineData("example.com", "main.example.org")]
    [InlineData(".example.com", "main.example.org")]
    public void Find_should_prefer_the_exact_name_then_one_label_under_a_wildcard_then_the_first(string? name, string subject)
    {
        var certificates = new ConfiguredCertificates([
            _directory.Pem("main.pem", _authority.Server("main.example.org")),
            _directory.Pem("any.pem", _authority.Server("*.example.com")),
            _directory.Pem("ftp.pem", _authority.Server("ftp.example.com", "also.example.com")),
        ]);

        Assert.Equal($"CN={subject}", certificates.Find(name)!.Leaf.Subject);
    }

    [Fact]
    public void Facts_should_tell_file_names_times_and_fingerprint()
    {
        var certificate = _authority.Server("ftp.example.org", "*.files.example.org");
        var files = _directory.Pem("ftp.pem", certificate);

        var facts = Assert.Single(new ConfiguredCertificates([files]).Facts);

        Assert.Equal((CertificateKind.Server, files.Certificate, "CN=ftp.example.org"), (facts.Kind, facts.File, facts.Subject));
        Assert.Equal(["ftp.example.org", "*.files.example.org"], facts.Names.AsEnumerable());
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), facts.NotAfter.UtcDateTime);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", facts.Fingerprint);
        Assert.Equal(Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)), facts.Fingerprint.Replace(":", ""));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, true)]
    public void Facts_should_tell_of_a_key_that_others_may_read(UnixFileMode mode, bool isExposed)
    {
        if (OperatingSystem.IsWindows())
            return;
        var files = _directory.Pair("ftp", _authority.Server("ftp.example.org"));
        File.SetUnixFileMode(files.Key!, mode);

        Assert.Equal(isExposed ? files.Key : null, Assert.Single(new ConfiguredCertificates([files]).Facts).ExposedKey);
    }

    [Fact]
    public async Task Certificates_that_are_odd_should_be_refused_and_keep_no_others_from_being_renewed()
    {
        var odd = _directory.Pem("odd.pem", Odd());
        var refused = Assert.Throws<CertificateException>(() => new ConfiguredCertificates([odd]));
        Assert.StartsWith($"{odd.Certificate} cannot be used: ", refused.Message);

        var first = _directory.Pem("first.pem", _authority.Server("old.example.org"));
        var second = _directory.Pem("second.pem", _authority.Server("old.example.org"));
        var certificates = new ConfiguredCertificates([first, second]);
        _directory.Pem("first.pem", Odd());
        _directory.Pem("second.pem", _authority.Server("new.example.org"));
        var notices = await certificates.Renew(atOnce: true, default);
        Assert.Equal([typeof(CertificateNotice.Refused), typeof(CertificateNotice.Renewed)], notices.Select(notice => notice.GetType()));
    }

    [Fact]
    public async Task Renew_should_take_over_what_has_changed_and_leave_handed_out_certificates_alone()
    {
        var files = _directory.Pair("ftp", _authority.Server("old.example.org"));
        var certificates = new ConfiguredCertificates([files, _directory.Pem("other.pem", _authority.Server("other.example.org"))]);
        var before = certificates.Find("old.example.org")!;
        _directory.Pair("ftp", _authority.Server("new.example.org"));

        var renewed = Assert.IsType<CertificateNotice.Renewed>(Assert.Single(await certificates.Renew(atOnce: true, default)));

        Assert.Equal("CN=new.example.org", renewed.Facts.Subject);
        Assert.Equal("CN=new.example.org", certificates.Find("new.example.org")!.Leaf.Subject);
        Assert.Equal("CN=new.example.org", certificates.Find("old.example.org")!.Leaf.Subject);
        Assert.Equal(["CN=new.example.org", "CN=other.example.org"], certificates.Facts.Select(facts => facts.Subject));
        Assert.Equal(("CN=old.example.org", true), (before.Leaf.Subject, before.Leaf.HasPrivateKey));
        Assert.Empty(await certificates.Renew(atOnce: true, default));
    }

    [Fact]
    public async Task Renew_should_wait_until_two_looks_have_seen_the_same()
    {
        var certificates = new ConfiguredCertificates([_directory.Pem("ftp.pem", _authority.Server("old"))]);
        _directory.Pem("ftp.pem", _authority.Server("between"));
        Assert.Empty(await certificates.Renew(atOnce: false, default));
        _directory.Pem("ftp.pem", _authority.Server("new"));
        Assert.Empty(await certificates.Renew(atOnce: false, default));

        Assert.IsType<CertificateNotice.Renewed>(Assert.Single(await certificates.Renew(atOnce: false, default)));

        Assert.Equal("CN=new", certificates.Find(null)!.Leaf.Subject);
        Assert.Empty(await certificates.Renew(atOnce: false, default));
    }

    [Fact]
    public async Task Renew_should_keep_the_old_pair_while_the_new_one_is_half_written_and_tell_it_once()
    {
        var files = _directory.Pair("ftp", _authority.Server("old"));
        var certificates = new ConfiguredCertificates([files]);
        var renewal = _authority.Server("new");
        _directory.Write("ftp.crt", renewal.ExportCertificatePem());

        Assert.Empty(await certificates.Renew(atOnce: false, default));
        var refused = Assert.IsType<CertificateNotice.Refused>(Assert.Single(await certificates.Renew(atOnce: false, default)));
        Assert.Empty(await certificates.Renew(atOnce: false, default));
        Assert.Equal("CN=old", certificates.Find(null)!.Leaf.Subject);
        _directory.Pair("ftp", renewal);

        Assert.IsType<CertificateNotice.Renewed>(Assert.Single(await certificates.Renew(atOnce: true, default)));
        Assert.Contains("does not belong", refused.Problem);
        Assert.Equal("CN=new", certificates.Find(null)!.Leaf.Subject);
    }

    [Fact]
    public async Task Renew_should_tell_every_time_it_is_asked_at_once_what_is_wrong()
    {
        var files = _directory.Pem("ftp.pem", _authority.Server("old"));
        var certificates = new ConfiguredCertificates([files]);
        File.Delete(files.Certificate);

        for (var time = 0; time < 2; time++)
            Assert.Equal($"{files.Certificate} does not exist.", Assert.IsType<CertificateNotice.Refused>(Assert.Single(await certificates.Renew(atOnce: true, default))).Problem);
        Assert.Equal("CN=old", certificates.Find(null)!.Leaf.Subject);
    }

    [Fact]
    public async Task Renew_should_follow_links_that_are_turned_to_other_files()
    {
        var first = _directory.Pem("first.pem", _authority.Server("first"));
        var second = _directory.Pem("second.pem", _authority.Server("second"));
        File.CreateSymbolicLink(_directory.PathOf("live.pem"), first.Certificate);
        var certificates = new ConfiguredCertificates([new CertificateFiles { Certificate = _directory.PathOf("live.pem") }]);
        File.Delete(_directory.PathOf("live.pem"));
        File.CreateSymbolicLink(_directory.PathOf("live.pem"), second.Certificate);

        await certificates.Renew(atOnce: true, default);

        Assert.Equal("CN=second", certificates.Find(null)!.Leaf.Subject);
    }

    /// <summary>Its alternative names are no ASN.1.</summary>
    private static X509Certificate2 Odd()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x05, 1], critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
