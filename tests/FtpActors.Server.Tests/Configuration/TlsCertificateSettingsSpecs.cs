using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server.Configuration;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Configuration;

public sealed class TlsCertificateSettingsSpecs : IDisposable
{
    private static readonly CertificateAuthority Authority = CertificateAuthority.Create();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-tls-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void TlsCertificateSettings_should_read_every_key_and_start_relative_paths_at_the_directory()
    {
        var settings = Read(
            """
            certificate = a.pem
            key = "/etc/a.key"
            key-password = s3cret
            certificates { b { certificate = b.pfx }, c { certificate = c.pem, key = c.key, key-password = other } }
            certificate-check = 5m
            expiry-warning = [90d, 12h]
            client-certificates = require
            client-ca = ca.pem
            client-crl = [one.crl, "/etc/two.crl"]
            """);

        Assert.Equal([PathOf("a.pem"), PathOf("b.pfx"), PathOf("c.pem")], settings.Certificates.Select(files => files.Certificate));
        Assert.Equal(["/etc/a.key", null, PathOf("c.key")], settings.Certificates.Select(files => files.Key));
        Assert.Equal(["s3cret", null, "other"], settings.Certificates.Select(files => files.KeyPassword?.Reveal()));
        Assert.Equal((TimeSpan.FromMinutes(5), ClientCertificates.Require, (string?)null), (settings.Watch.Interval, settings.ClientCertificates, settings.SelfSigned));
        Assert.Equal([TimeSpan.FromDays(90), TimeSpan.FromHours(12)], settings.Watch.ExpiryWarnings.AsEnumerable());
        Assert.Equal(PathOf("ca.pem"), settings.Clients!.Authorities);
        Assert.Equal([PathOf("one.crl"), "/etc/two.crl"], settings.Clients.RevocationLists.AsEnumerable());
        Assert.DoesNotContain("s3cret", settings.ToString());
    }

    [Fact]
    public void TlsCertificateSettings_should_show_no_key_password_in_the_effective_configuration()
    {
        var effective = FtpServerConfig.Check(Hocon("key-password = s3cret, certificate = a.pem, certificates.b { certificate = b.pem, key-password = s3cret }")).Effective;

        Assert.Contains("key-password = \"***\"", effective);
        Assert.DoesNotContain("s3cret", effective);
    }

    [Theory]
    [InlineData("key = a.key", "ftp.tls.key")]
    [InlineData("certificate = \"\"", "ftp.tls.certificate")]
    [InlineData("certificate = a.pem, self-signed = b.pem", "ftp.tls.self-signed")]
    [InlineData("certificates.b { key = b.key }", "ftp.tls.certificates.b.key")]
    [InlineData("certificates.b { }", "ftp.tls.certificates.b.certificate")]
    [InlineData("certificates.b { certificate = b.pem, kye = b.key }", "ftp.tls.certificates.b.kye")]
    [InlineData("certificate-check = 0s", "ftp.tls.certificate-check")]
    [InlineData("expiry-warning = [1m]", "ftp.tls.expiry-warning")]
    [InlineData("client-certificates = maybe", "ftp.tls.client-certificates")]
    [InlineData("client-certificates = request", "ftp.tls.client-ca")]
    [InlineData("client-user = uid", "ftp.tls.client-user")]
    [InlineData("policy = optional", "ftp.tls.certificate")]
    [InlineData("listen = [\"127.0.0.1:990\"]", "ftp.tls.certificate")]
    public void TlsCertificateSettings_should_name_what_is_wrong(string tls, string path) =>
        Assert.Contains(path, Assert.Throws<FtpConfigException>(() => FtpServerConfig.Check(Hocon(tls))).Problems.Select(problem => problem.Path));

    [Fact]
    public void Users_should_have_certificates_with_a_password_or_without()
    {
        var users = FtpServerConfig.Check(HoconFile.Parse(
            $$"""
            ftp.tls { policy = optional, self-signed = self.pem, client-certificates = request, client-ca = ca.pem }
            ftp.users {
              ann { certificate = "CN=Ann,O=Example" }
              bob { certificate = ["cn:bob", "email:bob@example.org"], certificate-use = beside, password-hash = "{{PasswordHash.Create(new Password("x"), 4).Text}}" }
            }
            """, "spec")).Users.Users;

        Assert.Equal([1, 2], users.Select(user => user.Certificates.Length));
        Assert.Equal([CertificateUse.Instead, CertificateUse.Beside], users.Select(user => user.CertificateUse));
    }

    [Fact]
    public void Users_should_need_no_password_where_certificates_hold_their_names()
    {
        var settings = FtpServerConfig.Check(HoconFile.Parse(
            "ftp.tls { policy = optional, certificate = a.pem, client-certificates = request, client-ca = ca.pem, client-user = cn }, ftp.users.ann { }", "spec")).Users;

        Assert.Equal((CertificateNameKind.CommonName, "ann"), (settings.CertificateName, Assert.Single(settings.Users).User.Name));
    }

    [Theory]
    [InlineData("ann { certificate = x }", "ftp.users.ann.certificate")]
    [InlineData("ann { certificate = \"cn:ann\", certificate-use = beside }", "ftp.users.ann.password-hash")]
    [InlineData("ann { certificate = \"cn:ann\", certificate-use = always }", "ftp.users.ann.certificate-use")]
    [InlineData("ann { certificate = \"cn:ann\" }", "ftp.users.ann.password-hash")]
    [InlineData("demo { certificate = \"cn:ann\", certificate-use = beside, password = demo }", "ftp.users.demo.certificate-use")]
    public void Users_with_certificates_that_say_nothing_should_be_refused(string user, string path) =>
        Assert.Contains(path, Assert.Throws<FtpConfigException>(() => FtpServerConfig.Check(HoconFile.Parse($"ftp.users {{ {user} }}", "spec"))).Problems.Select(problem => problem.Path));

    [Fact]
    public void Open_should_read_the_certificates_and_name_key_and_file_of_one_that_is_of_no_use()
    {
        Write("a.pem", CertificateAuthority.Pem(Authority.Server("a.example.org")));
        Write("bare.pem", Authority.Certificate.ExportCertificatePem());

        Assert.Equal("CN=a.example.org", Read("certificate = a.pem").Open().Find(null)!.Leaf.Subject);
        Assert.Equal(("ftp.tls.certificate", "\"" + PathOf("bare.pem") + "\""), Problem(() => Read("certificate = bare.pem").Open()));
        Assert.Equal(("ftp.tls.key", "\"" + PathOf("none.key") + "\""), Problem(() => Read("certificate = bare.pem, key = none.key").Open()));
    }

    [Fact]
    public void Open_should_make_the_self_signed_certificate_and_Examine_should_not()
    {
        var settings = Read("self-signed = self.pem");

        Assert.Empty(settings.Examine());
        Assert.False(File.Exists(PathOf("self.pem")));
        Assert.True(settings.Open().Find(null)!.Leaf.MatchesHostname("localhost"));
        Assert.Equal(PathOf("self.pem"), Assert.Single(settings.Examine()).File);
    }

    [Fact]
    public void OpenClientCheck_should_read_authorities_and_lists()
    {
        var ann = Authority.Client("CN=ann");
        Write("ca.pem", Authority.Certificate.ExportCertificatePem());
        File.WriteAllBytes(PathOf("ca.crl"), Authority.Revoke(DateTimeOffset.UtcNow.AddDays(1), ann));
        var settings = Read("client-certificates = request, client-ca = ca.pem, client-crl = [ca.crl]");

        Assert.NotNull(settings.OpenClientCheck()!.Refusal(ann, []));
        Assert.Equal([CertificateKind.ClientAuthority, CertificateKind.RevocationList], settings.Examine().Select(facts => facts.Kind));
        Assert.Null(Read("client-ca = ca.pem").OpenClientCheck());
        Write("ca.crl", "no list");
        Assert.Equal(("ftp.tls.client-crl", "\"" + PathOf("ca.crl") + "\""), Problem(() => settings.OpenClientCheck()));
        Write("ca.pem", "no authority");
        Assert.Equal(("ftp.tls.client-ca", "\"" + PathOf("ca.pem") + "\""), Problem(() => settings.Examine()));
    }

    private static (string, string?) Problem(Func<object?> open)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => open());
        return (wrong.Path, wrong.Value);
    }

    private static Akka.Configuration.Config Hocon(string tls) => HoconFile.Parse($"ftp.tls {{ {tls} }}", "spec");

    private TlsCertificateSettings Read(string tls)
    {
        var reading = new ConfigReading();
        var settings = TlsCertificateSettings.Read(
            ConfigSection.Of(Hocon(tls).WithFallback(FtpServerConfig.Reference), "ftp", reading).Section("tls"), _directory.FullName);
        reading.ThrowIfAny();
        return settings;
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private void Write(string name, string content) => File.WriteAllText(PathOf(name), content);
}
