using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Client.Tls;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Tls;

public sealed class TlsSpecs : ClientSpecBase
{
    private const string Name = "files.example";

    private static readonly X509Certificate2 Certificate = Make(Name);

    [Theory]
    [InlineData(SslProtocols.Tls12, FtpTlsMode.Require)]
    [InlineData(SslProtocols.Tls13, FtpTlsMode.Require)]
    [InlineData(SslProtocols.Tls13, FtpTlsMode.Prefer)]
    [InlineData(SslProtocols.Tls12, FtpTlsMode.Implicit)]
    [InlineData(SslProtocols.Tls13, FtpTlsMode.Implicit)]
    public async Task Control_and_data_should_be_encrypted(SslProtocols protocol, FtpTlsMode mode)
    {
        var settings = Settings(protocol);
        await using var server = ScriptedServer.Start(async session =>
        {
            await Login(session, settings, mode);
            await ServeDownload(session, settings, "abc"u8.ToArray(), closesNotify: true);
            await ServeUpload(session, settings, Content(1_000_000));
        });
        await using var client = await Connect(server, options => options with { Tls = Trusting(mode) });
        Assert.Equal("abc", await Read(client));
        var local = await Local(Content(1_000_000));
        Assert.Equal(1_000_000, (await client.Upload(local, FtpPath.Parse("/a"), "/a")).Bytes);
        await server.Ended();
    }

    [Fact]
    public async Task A_server_without_TLS_should_be_refused_when_it_is_required_before_anything_secret_is_said()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Reply("220 Ready.");
            await session.Answer("AUTH TLS", "502 No.");
            Assert.Null(await session.ReadLine());
        });
        await FailsWith(FtpConnectionFault.Security, () => Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) }));
        await server.Ended();
    }

    [Fact]
    public async Task A_server_without_TLS_should_do_when_it_is_only_preferred()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Reply("220 Ready.");
            await session.Answer("AUTH TLS", "502 No.");
            await session.Answer("USER anonymous", "230 In.");
            await session.Answer("FEAT", "211 None.");
        });
        await using var client = await Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Prefer) });
    }

    [Fact]
    public async Task Data_that_cannot_be_encrypted_should_be_refused_when_TLS_is_required()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await Login(session, Settings(SslProtocols.None), FtpTlsMode.Require, protection: "536 No.");
        });
        await FailsWith(FtpConnectionFault.Security, () => Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) }));
    }

    [Fact]
    public async Task What_somebody_slips_in_behind_the_answer_to_AUTH_should_end_the_connection()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Reply("220 Ready.");
            await session.Expect("AUTH TLS");
            await session.Send("234 Go on.\r\n230 You are in.\r\n");
            await session.ReadLine();
        });
        await FailsWith(FtpConnectionFault.Security, () => Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) }));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_should_be_refused_unless_the_caller_decides()
    {
        RemoteCertificateValidationCallback? asked = null;
        var errors = SslPolicyErrors.None;
        await using var server = ScriptedServer.Start(async session =>
        {
            try
            {
                await Login(session, Settings(SslProtocols.None), FtpTlsMode.Require);
            }
            catch (Exception cause) when (cause is AuthenticationException or IOException)
            {
                // The client does not trust us.
            }
        });
        await FailsWith(FtpConnectionFault.Security, () => Connect(server, options => options with { Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require } }));
        asked = (_, _, _, found) =>
        {
            errors = found;
            return true;
        };
        await using var client = await Connect(server, options => options with { Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require, Validation = asked } });
        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch, errors);
    }

    [Fact]
    public async Task The_server_should_hear_the_name_and_see_the_clients_certificate()
    {
        using var mine = Make("me");
        string? heard = null;
        string? seen = null;
        var settings = Settings(SslProtocols.None);
        settings.ServerCertificateSelectionCallback = (_, name) =>
        {
            heard = name;
            return Certificate;
        };
        settings.ServerCertificateContext = null;
        settings.ClientCertificateRequired = true;
        settings.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            seen = certificate?.Subject;
            return true;
        };
        await using var server = ScriptedServer.Start(session => Login(session, settings, FtpTlsMode.Require));
        var tls = Trusting(FtpTlsMode.Require) with { ServerName = Name, ClientCertificate = SslStreamCertificateContext.Create(mine, null, offline: true) };
        await using (await Connect(server, options => options with { Tls = tls }))
        {
        }

        Assert.Equal((Name, "CN=me"), (heard, seen));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_download_that_ends_without_close_notify_should_fail_unless_that_is_allowed(bool requires, bool closesNotify)
    {
        var settings = Settings(SslProtocols.None);
        await using var server = ScriptedServer.Start(async session =>
        {
            await Login(session, settings, FtpTlsMode.Require);
            await ServeDownload(session, settings, "abc"u8.ToArray(), closesNotify);
            await session.ReadLine();
        });
        await using var client = await Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) with { RequiresCloseNotify = requires } });
        if (requires && !closesNotify)
            await FailsWith(FtpConnectionFault.Data, () => Read(client));
        else
            Assert.Equal("abc", await Read(client));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public async Task A_file_that_ends_without_close_notify_should_not_appear(int size)
    {
        using var files = new TemporaryDirectory();
        var settings = Settings(SslProtocols.None);
        await using var server = ScriptedServer.Start(async session =>
        {
            await Login(session, settings, FtpTlsMode.Require);
            await ServeDownload(session, settings, Content(size), closesNotify: false);
            await session.ReadLine();
        });
        await using var client = await Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) with { RequiresCloseNotify = true } });
        var failed = await FailsWith(FtpConnectionFault.Data, () => client.Download("/a", files.At("a")));
        Assert.Contains("close_notify", failed.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(files.At("a")));
    }

    [Fact]
    public async Task Data_in_clear_should_stay_in_clear_when_told_so()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Reply("220 Ready.");
            await session.Answer("AUTH TLS", "234 Go on.");
            await session.Encrypt(Settings(SslProtocols.None));
            await session.Answer("USER anonymous", "230 In.");
            await session.Answer("PBSZ 0", "200 Yes.");
            await session.Answer("PROT C", "200 Yes.");
            await session.Answer("FEAT", "211 None.");
            using var listener = await session.AnswerBinary();
            await session.Answer("RETR /a", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
                await data.SendAsync("abc"u8.ToArray());
            await session.Reply("226 Done.");
        });
        await using var client = await Connect(server, options => options with { Tls = Trusting(FtpTlsMode.Require) with { ProtectsData = false } });
        Assert.Equal("abc", await Read(client));
    }

    private static ClientTlsOptions Trusting(FtpTlsMode mode) => new()
    {
        Mode = mode,
        Validation = (_, certificate, _, _) => certificate?.GetCertHashString() == Certificate.GetCertHashString(),
    };

    private static SslServerAuthenticationOptions Settings(SslProtocols protocol) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, null, offline: true),
        EnabledSslProtocols = protocol,
    };

    private static async Task Login(ScriptedSession session, SslServerAuthenticationOptions settings, FtpTlsMode mode, string protection = "200 Yes.")
    {
        if (mode == FtpTlsMode.Implicit)
            await session.Encrypt(settings);
        await session.Reply("220 Ready.");
        if (mode != FtpTlsMode.Implicit)
        {
            await session.Answer("AUTH TLS", "234 Go on.");
            await session.Encrypt(settings);
        }

        await session.Answer("USER anonymous", "230 In.");
        await session.Answer("PBSZ 0", "200 Yes.");
        await session.Answer("PROT P", protection);
        if (protection[0] == '2')
            await session.Answer("FEAT", "211 None.");
        else
            await session.ReadLine();
    }

    private static async Task ServeDownload(ScriptedSession session, SslServerAuthenticationOptions settings, byte[] content, bool closesNotify)
    {
        using var listener = await session.AnswerBinary();
        await session.Answer("RETR /a", "150 Here.");
        using var data = await listener.AcceptSocketAsync();
        await using var tls = new SslStream(new NetworkStream(data));
        await tls.AuthenticateAsServerAsync(settings);
        await tls.WriteAsync(content);
        if (closesNotify)
            await tls.ShutdownAsync();
        data.Shutdown(SocketShutdown.Send);
        await session.Reply("226 Done.");
    }

    private static async Task ServeUpload(ScriptedSession session, SslServerAuthenticationOptions settings, byte[] expected)
    {
        using var listener = await session.AnswerExtendedPassive();
        await session.Answer("STOR /a", "150 Go on.");
        using var data = await listener.AcceptSocketAsync();
        await using var tls = new SslStream(new NetworkStream(data));
        await tls.AuthenticateAsServerAsync(settings);
        using var received = new MemoryStream();
        await tls.CopyToAsync(received);
        Assert.Equal(expected, received.ToArray());
        await session.Reply("226 Done.");
    }

    private async Task<MemoryStorage> Local(byte[] content)
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", content);
        return (MemoryStorage)ftp.Storage;
    }

    private static async Task<string> Read(FtpClient client)
    {
        await using var read = await client.OpenRead("/a");
        using var reader = new StreamReader(read);
        return await reader.ReadToEndAsync();
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
