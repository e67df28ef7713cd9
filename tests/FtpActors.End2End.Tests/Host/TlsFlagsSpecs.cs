using System.Net;
using FtpActors.Core.Tls;
using FtpActors.Host;
using FtpActors.Server.Configuration;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

/// <summary>The flags of TLS as configuration.</summary>
public sealed class TlsFlagsSpecs : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("explicit", TlsPolicy.Optional)]
    [InlineData("required", TlsPolicy.Required)]
    public void Flags_should_go_over_the_file_and_start_at_the_working_directory(string tls, TlsPolicy policy)
    {
        var settings = Load(
            "ftp.tls { policy = required-for-login, self-signed = self.pem, key = old.key, listen = [\"127.0.0.1:990\"] }",
            new HostArguments { Tls = tls, TlsCertificate = "a.pem", TlsKey = "../a.key", TlsListen = ["127.0.0.1:0", "[::1]:991"] })!;

        var files = Assert.Single(settings.Certificates.Certificates);
        Assert.Equal((policy, "/srv/ftp/a.pem", "/srv/a.key", null), (settings.Policy, files.Certificate, files.Key, settings.Certificates.SelfSigned));
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 991)], settings.Listen.AsEnumerable());
    }

    [Fact]
    public void Self_signed_should_take_the_place_of_the_certificate_of_the_file()
    {
        var settings = Load("ftp.tls { certificate = a.pem, key = a.key }", new HostArguments { Tls = "self-signed" })!;

        Assert.Equal((TlsPolicy.Optional, _folder.PathOf("ftp-self-signed.pem")), (settings.Policy, settings.Certificates.SelfSigned));
        Assert.Equal(settings.Certificates.SelfSigned, Assert.Single(settings.Certificates.Certificates).Certificate);
    }

    [Fact]
    public void Off_should_switch_off_everything_the_file_says() =>
        Assert.Null(Load(
            "ftp.tls { policy = required, policies.\"127.0.0.1:2121\" = required, certificate = a.pem, listen = [\"127.0.0.1:990\"] }",
            new HostArguments { Tls = "off" }));

    [Theory]
    [InlineData("--tls", "always")]
    [InlineData("--tls", "required")]
    [InlineData("--tls-listen", "127.0.0.1:0")]
    [InlineData("--tls-cert", "a.pem")]
    [InlineData("--tls", "explicit", "--tls-key", "a.key")]
    [InlineData("--tls", "self-signed", "--tls-cert", "a.pem")]
    [InlineData("--tls", "off", "--tls-listen", "127.0.0.1:0")]
    [InlineData("--tls", "self-signed", "--tls-listen", "990")]
    public async Task Host_should_exit_2_when_flags_of_TLS_do_not_go_together(params string[] flags)
    {
        _folder.Write("server.hocon", "");

        Assert.Equal(2, await CheckConfig(flags));
        Assert.Contains("tls", _error.ToString());
    }

    [Fact]
    public async Task CheckConfig_should_read_the_certificates_and_make_none()
    {
        _folder.Server("server.pem");
        _folder.Write("server.hocon", "ftp.tls { policy = optional, certificate = server.pem, key-password = s3cret }");

        Assert.Equal(0, await CheckConfig());
        Assert.Contains($"# {_folder.PathOf("server.pem")}: CN=localhost, ", _output.ToString());
        Assert.DoesNotContain("s3cret", _output.ToString());
        Assert.Equal(0, await CheckConfig("--tls", "self-signed"));
        Assert.False(File.Exists(_folder.PathOf("ftp-self-signed.pem")));
    }

    [Fact]
    public async Task CheckConfig_should_warn_of_a_certificate_whose_time_is_over()
    {
        _folder.Write("old.pem", CertificateAuthority.Pem(_folder.Authority.Server(DateTimeOffset.UtcNow.AddMinutes(-1), "localhost")));
        _folder.Write("server.hocon", "ftp.tls { policy = optional, certificate = old.pem }");

        Assert.Equal(0, await CheckConfig());
        Assert.StartsWith($"Warning: {_folder.PathOf("old.pem")} does not count now", _error.ToString());
    }

    [Fact]
    public async Task CheckConfig_should_exit_2_for_a_certificate_that_cannot_be_used()
    {
        _folder.Write("server.hocon", "ftp.tls { policy = optional, certificate = ca.pem }");

        Assert.Equal(2, await CheckConfig());
        Assert.Contains($"ftp.tls.certificate = \"{_folder.PathOf("ca.pem")}\": holds no private key", _error.ToString());
    }

    private Task<int> CheckConfig(params string[] flags) =>
        HostCommand.Run(["check-config", "--config", _folder.PathOf("server.hocon"), .. flags], new HostConsole(_output, _error));

    private TlsSettings? Load(string config, HostArguments arguments)
    {
        _folder.Write("server.hocon", config);
        return HostConfig.Load(arguments with { Config = _folder.PathOf("server.hocon") }, "/srv/ftp", "/").Server.Tls;
    }
}
