using System.Net;
using System.Security.Cryptography;
using FtpActors.End2End.Tests.ForeignClients;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

/// <summary>TLS by flags alone, and what the first lines say.</summary>
public sealed class TlsServingSpecs : IDisposable
{
    private static readonly string[] Loopback = ["--listen", "127.0.0.1:0", "--memory", "--passive-ports", "0"];

    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_should_make_a_certificate_beside_the_configuration_print_its_fingerprint_and_use_it_again()
    {
        _folder.Write("server.hocon", "log.file.enabled = off\nftp.users.demo.password = demo");
        string? first = null;
        for (var start = 0; start < 2; start++)
        {
            using var host = HostProcess.Start(null, ["--config", _folder.PathOf("server.hocon"), "--tls", "self-signed", "--tls-listen", "127.0.0.1:0", .. Loopback]);
            var port = await host.ReadPort();
            Assert.Matches(@"^Listening on ftps://127\.0\.0\.1:[1-9]\d*$", await host.ReadLine());
            Assert.Equal($"Try: curl -k --ssl-reqd --user demo:demo ftp://127.0.0.1:{port}/", await host.ReadLine());
            Assert.StartsWith("Try: curl -k --user demo:demo ftps://127.0.0.1:", await host.ReadLine());
            var line = await host.ReadLine();
            Assert.StartsWith($"Certificate {_folder.PathOf("ftp-self-signed.pem")}, SHA-256 ", line);

            await using var client = await FtpTranscript.Connect(new IPEndPoint(IPAddress.Loopback, port));
            await client.Expect(220);
            await client.AuthTls();
            Assert.Equal(client.ServerCertificate!.GetCertHashString(HashAlgorithmName.SHA256), line![^95..].Replace(":", ""));
            first ??= line;
            Assert.Equal(first, line);
        }
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_run_the_lines_the_host_prints()
    {
        _folder.Write("server.hocon", "log.file.enabled = off\nftp.users.demo.password = demo");
        using var host = HostProcess.Start(null, ["--config", _folder.PathOf("server.hocon"), "--tls", "self-signed", "--tls-listen", "127.0.0.1:0", .. Loopback]);
        string?[] lines = [await host.ReadLine(), await host.ReadLine(), await host.ReadLine(), await host.ReadLine()];
        _folder.Write("up0", "first");
        _folder.Write("up1", "second");

        foreach (var (line, number) in lines[2..].Zip(new[] { 0, 1 }))
        {
            var command = line!["Try: ".Length..];
            await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"{command} -sS -T up{number}");
            Assert.Contains($"up{number}", await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"{command} -sS"));
            Assert.Equal(number == 0 ? "first" : "second", await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"{command}up{number} -sS"));
        }
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_run_the_lines_the_host_prints_where_TLS_is_implicit_alone()
    {
        _folder.Write("server.hocon", "log.file.enabled = off\nftp.users.demo.password = demo");
        _folder.Write("up", "content");
        _folder.Server("server.pem");
        using var host = HostProcess.Start(
            null, ["--config", _folder.PathOf("server.hocon"), "--tls-listen", "127.0.0.1:0", "--tls-cert", _folder.PathOf("server.pem"), .. Loopback]);
        string?[] lines = [await host.ReadLine(), await host.ReadLine(), await host.ReadLine(), await host.ReadLine()];

        foreach (var line in lines[2..])
        {
            var command = line!["Try: ".Length..];
            await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"{command} -sS -m 60 -T up");
            Assert.Equal("content", await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"{command}up -sS -m 60"));
        }
    }

    [Fact]
    public async Task Host_should_show_the_certificate_of_its_flags_and_refuse_a_login_in_clear_text_where_TLS_is_required()
    {
        var certificate = _folder.Server("server.pem");
        _folder.Write("key.pem", CertificateAuthority.KeyPem(certificate));
        _folder.Write("chain.pem", certificate.ExportCertificatePem());
        using var host = HostProcess.Start(
            "log.file.enabled = off\nftp.users.demo.password = demo",
            ["--tls", "required", "--tls-cert", _folder.PathOf("chain.pem"), "--tls-key", _folder.PathOf("key.pem"), .. Loopback]);
        await using var client = await FtpTranscript.Connect(new IPEndPoint(IPAddress.Loopback, await host.ReadPort()));
        await client.Expect(220);

        await client.Command("USER demo", 530);
        await client.AuthTls();

        Assert.Equal(certificate.Thumbprint, client.ServerCertificate!.Thumbprint);
        await client.Login();
    }

    [Fact]
    public async Task Host_should_choose_the_certificate_by_the_name_the_client_asks_for()
    {
        _folder.Server("main.pem");
        var other = _folder.Server("other.pem", "*.files.example.org");
        using var host = HostProcess.Start(
            $$"""
            log.file.enabled = off
            ftp.tls { policy = optional, certificate = "{{_folder.PathOf("main.pem")}}", certificates.other.certificate = "{{_folder.PathOf("other.pem")}}" }
            """, Loopback);
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());

        foreach (var (name, isOther) in new[] { ("a.files.example.org", true), ("files.example.org", false), (null, false) })
        {
            await using var client = await FtpTranscript.Connect(address);
            await client.Expect(220);
            await client.AuthTls(name);
            Assert.Equal(isOther, client.ServerCertificate!.Thumbprint == other.Thumbprint);
        }
    }

    [Fact]
    public async Task Host_should_exit_2_and_name_the_file_when_a_certificate_cannot_be_used()
    {
        _folder.Write("chain.pem", _folder.Server("server.pem").ExportCertificatePem());

        using var host = HostProcess.Start("log.file.enabled = off", ["--tls", "explicit", "--tls-cert", _folder.PathOf("chain.pem"), .. Loopback]);

        Assert.Equal((2, ""), await host.Exit());
        Assert.Contains($"ftp.tls.certificate = \"{_folder.PathOf("chain.pem")}\": holds no private key", host.Error);
    }
}
