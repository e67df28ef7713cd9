using System.Security.Authentication;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Sessions that are open while the server's certificate is exchanged.</summary>
public class TlsRenewalSpecs : TlsSpecBase
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Data_connections_should_go_on_resuming_after_the_certificate_was_exchanged(SslProtocols protocol)
    {
        var certificates = new Exchanged();
        await using var ftp = await StartTls(change: tls => tls with
        {
            Server = tls.Server with { Certificates = certificates, SessionReuse = SessionReuse.Require },
        });
        await using var client = await Login(ftp, protocol);
        var before = client.ServerCertificate!.Thumbprint;
        certificates.Exchange();
        for (var i = 0; i < 25; i++)
        {
            await Upload(client, $"up{i}");
            Assert.Equal(Content(10_000), await client.Download($"RETR up{i}"));
        }

        await using var other = await Login(ftp, protocol);
        Assert.NotEqual(before, other.ServerCertificate!.Thumbprint);
        await Upload(other, "other");
        Assert.Equal(Content(10_000), await client.Download("RETR other"));
    }

    /// <summary>Under a name of its own: clients remember sessions by it.</summary>
    private static async Task<FtpTranscript> Login(FtpPair ftp, SslProtocols protocol)
    {
        var client = await ftp.Connect();
        await client.AuthTls($"{Guid.NewGuid():N}.example.org", protocol);
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        return client;
    }

    /// <summary>Reads to the end, where the next session comes from: of TLS 1.3 this client uses each only once.</summary>
    private static async Task Upload(FtpTranscript client, string name)
    {
        await using var data = await client.OpenPassive();
        await client.Command($"STOR {name}", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content(10_000));
        await data.Complete();
        Assert.Empty(await data.ReadToEnd());
        await client.Expect(226);
    }

    private sealed class Exchanged : ITlsCertificates
    {
        private TlsCertificate _current = TlsCertificate.Create(ThrowawayCertificates.Make("before"));

        public void Exchange() => Volatile.Write(ref _current, TlsCertificate.Create(ThrowawayCertificates.Make("after")));

        public TlsCertificate? Find(string? serverName) => Volatile.Read(ref _current);
    }
}
