using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Server.Configuration;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Configuration;

public class TlsSettingsSpecs
{
    [Fact]
    public void TlsSettings_should_be_off_by_default() => Assert.Null(Check("").Tls);

    [Fact]
    public void TlsSettings_should_have_the_defaults_of_the_options_records()
    {
        var certificates = new ThrowawayCertificates();
        var read = Check("tls { policy = optional, certificate = a.pem }").Tls!.With(certificates);
        var options = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = certificates } };

        Assert.Equal(options.Server with { CipherSuites = read.Server.CipherSuites }, read.Server);
        Assert.Empty(read.Server.CipherSuites);
        Assert.Equal((options.Policy, options.AllowsClearCommands), (read.Policy, read.AllowsClearCommands));
        Assert.Empty(read.Listen);
        Assert.Empty(read.ListenPolicies);
    }

    [Fact]
    public void TlsSettings_should_read_every_key()
    {
        var read = Check("""
            listen = ["127.0.0.1:2121", "[::1]:2121"]
            tls {
              policy = required
              certificate = a.pem
              policies { "[::1]:2121" = off, "127.0.0.1:2990" = required-for-data }
              listen = ["127.0.0.1:2990"]
              protocols = tls1.3
              cipher-suites = [TLS_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]
              session-reuse = require
              handshake-timeout = 3s
              close-timeout = 500ms
              max-handshakes = 7
              max-waiting-handshakes = 0
              truncated-uploads = accept
              ccc = on
            }
            """).Tls!.With(new ThrowawayCertificates());

        Assert.Equal(TlsPolicy.Required, read.PolicyAt(IPEndPoint.Parse("127.0.0.1:2121")));
        Assert.Equal(TlsPolicy.Off, read.PolicyAt(IPEndPoint.Parse("[::1]:2121")));
        Assert.Equal(TlsPolicy.RequiredForData, read.PolicyAt(IPEndPoint.Parse("127.0.0.1:2990")));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:2990"), Assert.Single(read.Listen));
        Assert.True(read.AllowsClearCommands);
        var server = read.Server;
        Assert.Equal(SslProtocols.Tls13, server.Protocols);
        Assert.Equal([TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384], server.CipherSuites.AsEnumerable());
        Assert.Equal((SessionReuse.Require, 7, 0, true), (server.SessionReuse, server.MaxHandshakes, server.MaxWaitingHandshakes, server.AcceptTruncatedUploads));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500)), (server.HandshakeTimeout, server.CloseTimeout));
    }

    [Theory]
    [InlineData("tls.policy = on", "ftp.tls.policy")]
    [InlineData("tls.listen = [\"990\"]", "ftp.tls.listen")]
    [InlineData("tls.listen = [\"127.0.0.1:2121\"]", "ftp.tls.listen")]
    [InlineData("tls.listen = [\"127.0.0.1:990\", \"127.0.0.1:990\"]", "ftp.tls.listen")]
    [InlineData("tls.policies { \"127.0.0.1:21\" = required }", "ftp.tls.policies.\"127.0.0.1:21\"")]
    [InlineData("tls.policies { \"127.0.0.1:2121\" = strict }", "ftp.tls.policies.\"127.0.0.1:2121\"")]
    [InlineData("tls { listen = [\"127.0.0.1:990\"], policies { \"127.0.0.1:990\" = off } }", "ftp.tls.policies.\"127.0.0.1:990\"")]
    [InlineData("tls.protocols = [tls1.1]", "ftp.tls.protocols")]
    [InlineData("tls.protocols = []", "ftp.tls.protocols")]
    [InlineData("tls.cipher-suites = [AES256-SHA]", "ftp.tls.cipher-suites")]
    [InlineData("tls.cipher-suites = [TLS_4865]", "ftp.tls.cipher-suites")]
    [InlineData("tls.session-reuse = on", "ftp.tls.session-reuse")]
    [InlineData("tls.handshake-timeout = infinite", "ftp.tls.handshake-timeout")]
    [InlineData("tls.close-timeout = 0s", "ftp.tls.close-timeout")]
    [InlineData("tls.max-handshakes = 0", "ftp.tls.max-handshakes")]
    [InlineData("tls.max-waiting-handshakes = -1", "ftp.tls.max-waiting-handshakes")]
    [InlineData("tls.truncated-uploads = keep", "ftp.tls.truncated-uploads")]
    [InlineData("tls.ccc = maybe", "ftp.tls.ccc")]
    [InlineData("tls.ciphers = all", "ftp.tls.ciphers")]
    public void TlsSettings_should_refuse_what_is_wrong_by_its_path(string text, string path) =>
        Assert.Contains(Assert.Throws<FtpConfigException>(() => Check(text)).Problems, problem => problem.Path == path);

    [Fact]
    public void TlsSettings_should_read_what_a_user_needs_and_leave_it_at_nothing()
    {
        var hash = PasswordHash.Create(new Password("secret"), 4).Text;
        const string On = "tls { policy = optional, certificate = a.pem }";
        var users = Check($$"""{{On}}, users { anna { password-hash = "{{hash}}", tls = required }, otto { password-hash = "{{hash}}" } }""").Users.Users;
        Assert.Equal(TlsPolicy.Required, users.Single(user => user.User.Name == "anna").User.Tls);
        Assert.Equal(TlsPolicy.Optional, users.Single(user => user.User.Name == "otto").User.Tls);
        Assert.Throws<FtpConfigException>(() => Check($$"""{{On}}, users { anna { password-hash = "{{hash}}", tls = off } }"""));
    }

    [Fact]
    public void TlsSettings_should_refuse_users_who_need_TLS_where_there_is_none()
    {
        var hash = PasswordHash.Create(new Password("secret"), 4).Text;
        string Users(string tls) => $$"""users { anna { password-hash = "{{hash}}", tls = {{tls}} } }""";
        Assert.Equal("ftp.users.anna.tls", Assert.Single(Assert.Throws<FtpConfigException>(() => Check(Users("required"))).Problems).Path);
        var host = Assert.Throws<FtpConfigException>(() => Check($$"""hosts."b.example.org" { base = "/b", {{Users("required-for-data")}} }"""));
        Assert.Equal("ftp.hosts.\"b.example.org\".users.anna.tls", Assert.Single(host.Problems).Path);
        Assert.Single(Check(Users("optional")).Users.Users);
        Assert.Single(Check($$"""tls { listen = ["127.0.0.1:2990"], certificate = a.pem }, {{Users("required")}}""").Users.Users);
    }

    private static FtpServerSettings Check(string text) => FtpServerConfig.Check(HoconFile.Parse($"ftp {{\n{text}\n}}", "spec"));
}
