using System.Net;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Auth;
using FtpActors.End2End.Tests.ForeignClients;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

/// <summary>Clients that show certificates.</summary>
public sealed class ClientCertificateSpecs : IDisposable
{
    private static readonly string Hash = PasswordHash.Create(new Password("secret"), 4).Text;

    private readonly CertificateFolder _folder = new();
    private readonly X509Certificate2 _ann;
    private readonly X509Certificate2 _bob;

    public ClientCertificateSpecs()
    {
        _folder.Server("server.pem");
        _ann = _folder.Client("ann.pem", "CN=ann,O=Example");
        _bob = _folder.Client("bob.pem", "CN=bob,O=Example");
    }

    public void Dispose() => _folder.Dispose();

    [ForeignClientFact("curl")]
    public async Task Curl_should_log_in_by_certificate_and_be_refused_with_one_that_is_revoked()
    {
        File.WriteAllBytes(_folder.PathOf("ca.crl"), _folder.Authority.Revoke(DateTimeOffset.UtcNow.AddDays(1), _bob));
        using var host = Start($"ftp.tls.client-crl = [\"{_folder.PathOf("ca.crl")}\"]\nftp.users {{ ann {{ certificate = \"cn:ann\" }}, bob {{ certificate = \"cn:bob\" }} }}");
        var url = $"ftp://127.0.0.1:{await host.ReadPort()}/";
        _folder.Write("up", "content");

        await ForeignProcess.Run(_folder.Path, "", ["curl", "-sS", "--insecure", "--ssl-reqd", "--cert", "ann.pem", "--user", "ann:", "-T", "up", url]);
        Assert.Equal("content", await ForeignProcess.Run(_folder.Path, "", ["curl", "-sS", "--cacert", "ca.pem", "--insecure", "--ssl-reqd", "--cert", "ann.pem", "--user", "ann:", url + "up"]));
        Assert.NotEqual("0", (await ForeignProcess.Run(_folder.Path, "", "sh", "-c", $"curl -s --insecure --ssl-reqd --cert bob.pem --user bob: {url}up; echo $?")).Trim());

        await host.AwaitError("CN=bob, O=Example: revoked by CN=Test root");
    }

    [Fact]
    public async Task Certificate_should_be_enough_or_needed_beside_the_password_as_the_user_is_configured()
    {
        using var host = Start($$"""
            ftp.users {
              ann { certificate = "CN=ann,O=Example" }
              bob { certificate = "cn:bob", certificate-use = beside, password-hash = "{{Hash}}" }
              eve { password-hash = "{{Hash}}" }
            }
            """);
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());

        await using (var client = await Connect(address, _ann))
        {
            await client.Command("USER ann", 232);
            await client.Command("PWD", 257);
            await client.Command("USER eve", 331);
            await client.Command("PASS secret", 230);
        }

        await using (var client = await Connect(address, _bob))
        {
            await client.Command("USER bob", 331);
            await client.Command("PASS secret", 230);
        }

        await using (var client = await Connect(address, null))
        {
            await client.Command("USER bob", 331);
            await client.Command("PASS secret", 530);
            await client.Command("USER ann", 331);
            await client.Command("PASS secret", 530);
        }
    }

    [Fact]
    public async Task Certificate_that_is_revoked_while_the_server_runs_should_be_refused_from_then_on()
    {
        File.WriteAllBytes(_folder.PathOf("ca.crl"), _folder.Authority.Revoke(DateTimeOffset.UtcNow.AddDays(1)));
        using var host = Start($"ftp.tls {{ client-crl = \"{_folder.PathOf("ca.crl")}\", client-user = cn, certificate-check = infinite }}\nftp.users.ann {{ }}");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());
        await using var before = await Connect(address, _ann);
        await before.Command("USER ann", 232);

        File.WriteAllBytes(_folder.PathOf("ca.crl"), _folder.Authority.Revoke(DateTimeOffset.UtcNow.AddDays(1), _ann));
        host.Signal(HostProcess.SigHup);
        await host.AwaitError("counts now");

        await Assert.ThrowsAsync<FtpTranscriptException>(async () =>
        {
            await using var after = await Connect(address, _ann);
            await after.Command("USER ann", 232);
        });
        await before.Command("PWD", 257);
    }

    [Fact]
    public async Task Certificate_of_a_stranger_should_end_the_connection()
    {
        using var host = Start("ftp.tls.client-user = cn\nftp.users.ann { }");
        await using var client = await FtpTranscript.Connect(new IPEndPoint(IPAddress.Loopback, await host.ReadPort()));
        await client.Expect(220);
        await client.Command("AUTH TLS", 234);

        await Assert.ThrowsAsync<FtpTranscriptException>(async () =>
        {
            await client.StartTls(certificate: CertificateAuthority.Create().Client("CN=ann"));
            await client.Command("USER ann", 232);
        });
    }

    [Fact]
    public async Task Client_without_a_certificate_should_be_refused_where_one_is_required()
    {
        using var host = Start("ftp.tls { client-certificates = require, client-user = cn }\nftp.users.ann { }");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());
        await using (var client = await Connect(address, _ann))
            await client.Command("USER ann", 232);
        await using var bare = await FtpTranscript.Connect(address);
        await bare.Expect(220);
        await bare.Command("AUTH TLS", 234);

        await Assert.ThrowsAsync<FtpTranscriptException>(async () =>
        {
            await bare.StartTls();
            await bare.Command("USER ann", 331);
        });
    }

    private HostProcess Start(string settings) => HostProcess.Start(
        $$"""
        log.file.enabled = off
        ftp.tls { policy = required, certificate = "{{_folder.PathOf("server.pem")}}", client-certificates = request, client-ca = "{{_folder.PathOf("ca.pem")}}" }
        {{settings}}
        """,
        "--listen", "127.0.0.1:0", "--memory", "--passive-ports", "0");

    private static async Task<FtpTranscript> Connect(IPEndPoint address, X509Certificate2? certificate)
    {
        var client = await FtpTranscript.Connect(address);
        await client.Expect(220);
        await client.Command("AUTH TLS", 234);
        await client.StartTls(certificate: certificate);
        return client;
    }
}
