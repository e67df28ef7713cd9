using System.Net;
using System.Security.Authentication;
using System.Text;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

/// <summary>Certificates that change while the program runs.</summary>
public sealed class CertificateReloadSpecs : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_should_show_new_clients_the_new_certificate_at_SIGHUP_and_let_sessions_and_transfers_go_on()
    {
        var old = _folder.Server("server.pem");
        using var host = Start("ftp.tls.certificate-check = infinite");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());
        await using var before = await LogIn(address);
        await before.Upload("STOR before", "before"u8.ToArray());
        var passive = await before.Dial(await before.Epsv());
        await before.SendLine("STOR during");
        await before.Expect(150);
        await passive.StartTls(before.TlsClient);
        await passive.Write("first, "u8.ToArray());

        var renewed = _folder.Server("server.pem");
        host.Signal(HostProcess.SigHup);
        await host.AwaitError("counts now");

        await using var after = await LogIn(address);
        Assert.Equal((old.Thumbprint, renewed.Thumbprint), (before.ServerCertificate!.Thumbprint, after.ServerCertificate!.Thumbprint));
        await passive.Write("second"u8.ToArray());
        await passive.Complete();
        await before.Expect(226);
        Assert.Equal("before", Encoding.ASCII.GetString(await before.Download("RETR before")));
        Assert.Equal("first, second", Encoding.ASCII.GetString(await after.Download("RETR during")));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Host_should_lose_none_of_50_transfers_when_the_certificate_is_swapped_in_the_middle_of_them(SslProtocols protocol)
    {
        const int Each = 25;
        const int Half = 500_000;
        // More than the kernel holds for a client that does not read.
        var file = new byte[6 << 20];
        new Random(1).NextBytes(file);
        var upload = file[..(2 * Half)];
        _folder.Server("server.pem");
        using var host = Start("ftp.tls.certificate-check = infinite\nftp.timeouts.stalled = infinite");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());
        await using var first = await LogIn(address, protocol);
        await first.Upload("STOR file", file);
        List<(FtpTranscript Client, FtpTranscriptData Data, string? Upload)> transfers = [];
        for (var number = 0; number < 2 * Each; number++)
        {
            var name = number < Each ? $"file{number}" : null;
            var client = await LogIn(address, protocol);
            Assert.Equal(protocol, client.TlsProtocol);
            var data = await client.Dial(await client.Epsv());
            await client.SendLine(name is null ? "RETR file" : $"STOR {name}");
            await client.Expect(150);
            await data.StartTls(client.TlsClient);
            if (name is null)
                Assert.Equal(file[..Half], await data.ReadExactly(Half));
            else
                await data.Write(upload.AsMemory(0, Half));
            transfers.Add((client, data, name));
        }

        var renewed = _folder.Server("server.pem");
        host.Signal(HostProcess.SigHup);
        await host.AwaitError("counts now");
        await using var last = await LogIn(address, protocol);
        Assert.Equal(renewed.Thumbprint, last.ServerCertificate!.Thumbprint);

        foreach (var (client, data, name) in transfers)
        {
            if (name is null)
                Assert.Equal(file[Half..], await data.ReadToEnd());
            else
                await data.Write(upload.AsMemory(Half));
            await data.Complete();
            await client.Expect(226);
            if (name is not null)
                Assert.Equal(upload, await last.Download($"RETR {name}"));
            await data.DisposeAsync();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Host_should_notice_a_renewed_certificate_by_itself()
    {
        _folder.Server("server.pem");
        using var host = Start("ftp.tls.certificate-check = 1s");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());

        var renewed = _folder.Server("server.pem");
        await host.AwaitError("counts now");

        await using var client = await LogIn(address);
        Assert.Equal(renewed.Thumbprint, client.ServerCertificate!.Thumbprint);
    }

    [Fact]
    public async Task Host_should_keep_the_old_certificate_and_say_why_when_the_new_one_is_half_written()
    {
        var old = _folder.Server("server.pem");
        using var host = Start("");
        var address = new IPEndPoint(IPAddress.Loopback, await host.ReadPort());
        _folder.Write("server.pem", _folder.Authority.Server("localhost").ExportCertificatePem());

        host.Signal(HostProcess.SigHup);
        await host.AwaitError("What was there before still counts");

        Assert.Contains("holds no private key", host.Error);
        await using var client = await LogIn(address);
        Assert.Equal(old.Thumbprint, client.ServerCertificate!.Thumbprint);
    }

    [Fact]
    public async Task Host_should_warn_of_a_certificate_that_ends_soon()
    {
        _folder.Write("server.pem", CertificateAuthority.Pem(_folder.Authority.Server(DateTimeOffset.UtcNow.AddDays(5), "localhost")));

        using var host = Start("");

        await host.AwaitError("ends in 5 days");
    }

    private HostProcess Start(string settings) => HostProcess.Start(
        $$"""
        log.file.enabled = off
        ftp.users.demo.password = demo
        ftp.tls { policy = required, certificate = "{{_folder.PathOf("server.pem")}}" }
        {{settings}}
        """,
        "--listen", "127.0.0.1:0", "--memory", "--passive-ports", "0");

    private static async Task<FtpTranscript> LogIn(IPEndPoint address, SslProtocols protocol = SslProtocols.None)
    {
        var client = await FtpTranscript.Connect(address);
        await client.Expect(220);
        await client.AuthTls(protocols: protocol);
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        return client;
    }
}
