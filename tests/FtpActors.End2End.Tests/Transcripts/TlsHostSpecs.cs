using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Virtual hosts by SNI and by HOST.</summary>
[TranscriptOf("HOST", "REIN")]
public sealed class TlsHostSpecs : TlsSpecBase, IDisposable
{
    private const string Named = "ftp.example.org";

    private readonly ConfiguredUsers _users = new([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("other") }]);

    public void Dispose() => _users.Dispose();

    [Theory]
    [InlineData(Named)]
    [InlineData("FTP.example.org")]
    public async Task HOST_with_an_address_should_read_504_where_SNI_named_a_virtual_host(string serverName)
    {
        await using var ftp = await StartHosts();
        await using var client = await ftp.Connect();
        await client.AuthTls(serverName);
        await client.Command("HOST 127.0.0.1", 504, Named);
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 530);
        await client.Command("USER demo", 331);
        await client.Command("PASS other", 230);
    }

    [Fact]
    public async Task HOST_with_the_address_should_read_220_where_SNI_named_no_virtual_host()
    {
        await using var ftp = await StartHosts();
        await using var client = await ftp.Connect();
        await client.AuthTls("server.example.org");
        await client.Command("HOST 127.0.0.1", 220);
        await client.Login();
    }

    [Fact]
    public async Task SNI_with_a_trailing_dot_should_choose_the_host_and_agree_with_HOST()
    {
        await using var ftp = await StartHosts();
        await using var client = await ftp.Connect();
        await client.Command($"HOST {Named}", 220, "Another server.");
        await client.AuthTls(Named + ".");
        await client.Command($"HOST {Named}", 220);
        await client.Command("HOST 127.0.0.1", 504);

        await using var @implicit = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
        await @implicit.StartTls(Named + ".");
        await @implicit.Expect(220, "Another server.");
    }

    [Fact]
    public async Task HOST_should_choose_the_certificate_where_the_handshake_names_nothing()
    {
        await using var ftp = await StartHosts();
        await using var client = await ftp.Connect();
        await client.Command($"HOST {Named}", 220);
        await client.AuthTls();
        Assert.Contains($"CN={Named}", client.ServerCertificate!.Subject, StringComparison.Ordinal);

        await using var other = await ftp.Connect();
        await other.AuthTls();
        Assert.DoesNotContain(Named, other.ServerCertificate!.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REIN_should_greet_for_the_host_that_SNI_chose_where_the_connection_began_with_TLS()
    {
        await using var ftp = await StartHosts();
        await using var client = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
        await client.StartTls(Named);
        await client.Expect(220, "Another server.");
        await client.Command("REIN", 220, "Another server.");
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 530);
        await client.Command("USER demo", 331);
        await client.Command("PASS other", 230);
    }

    private Task<FtpPair> StartHosts() => StartTls(configure: options => options with
    {
        Hosts = ImmutableDictionary<string, VirtualHost>.Empty.Add(
            Named, new VirtualHost { Storage = new MemoryStorage(), Authenticator = _users, Users = _users, Welcome = "Another server." }),
    });
}
