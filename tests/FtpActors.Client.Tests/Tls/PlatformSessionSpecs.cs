using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.Tls;

/// <summary>What .NET does about TLS sessions and says nowhere, and <see cref="SessionName"/> builds on: when it changes, this says so.</summary>
public sealed class PlatformSessionSpecs : IDisposable
{
    /// <summary>A certificate of RSA and its signature are longer than this; they are not sent when a session is resumed.</summary>
    private const int Certificate = 700;

    private readonly X509Certificate2 _certificate = Make();
    private readonly SslStreamCertificateContext _context;

    public PlatformSessionSpecs() => _context = SslStreamCertificateContext.Create(_certificate, null);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_session_should_be_resumed_by_its_name_as_it_is_spelled_and_by_no_other_spelling(SslProtocols protocol)
    {
        var full = await Handshake("sessions.example", protocol);
        Assert.InRange(await Handshake("sessions.example", protocol), 1, full - Certificate);
        Assert.InRange(await Handshake("Sessions.example", protocol), full - Certificate + 1, int.MaxValue);
        Assert.InRange(await Handshake("Sessions.example", protocol), 1, full - Certificate);
    }

    public void Dispose() => _certificate.Dispose();

    /// <summary>Bytes that the server sent for it. The certificate has to be good for the name in every spelling.</summary>
    private async Task<long> Handshake(string name, SslProtocols protocol)
    {
        using var listener = ScriptedSession.Listen();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptSocketAsync();
        var settings = new SslServerAuthenticationOptions { ServerCertificateContext = _context, EnabledSslProtocols = protocol };
        var options = new FtpClientOptions
        {
            Host = name,
            Tls = new ClientTlsOptions { Protocols = protocol, Validation = (_, _, _, errors) => (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 },
        };
        var wire = new CountedStream(new NetworkStream(socket));
        await using var server = new SslStream(new NetworkStream(accepted));
        var accepting = server.AuthenticateAsServerAsync(settings);
        await using var client = await TlsClient.Handshake(wire, options, name, leavesOpen: false, CancellationToken.None);
        await accepting;
        var sent = wire.Count;
        // A ticket comes behind the handshake, and is read with what follows.
        await server.WriteAsync(new byte[1]);
        await client.ReadExactlyAsync(new byte[1]);
        await client.ShutdownAsync();
        return sent;
    }

    private static X509Certificate2 Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=sessions.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("sessions.example");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
