using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class ClientCertificateSpecs
{
    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_show_an_accepted_certificate(SslProtocols protocol)
    {
        using var certificate = TestCertificates.SelfSigned("alice");
        var check = new Check(null);
        using var pair = await TlsPair.Open();
        var (server, _) = await pair.Shake(Asking(ClientCertificates.Require, check), TlsPair.Offer(protocol, certificate: certificate));
        await using var ended = server;
        Assert.Equal(certificate.Thumbprint, server.ClientCertificate?.Thumbprint);

        // An authenticator may still look at it when the client has gone.
        await server.DisposeAsync();
        Assert.Equal(certificate.Thumbprint, server.ClientCertificate?.GetCertHashString());
        Assert.Equal(["CN=alice"], check.Subjects);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_refuse_a_certificate_that_is_not_accepted(SslProtocols protocol)
    {
        using var certificate = TestCertificates.SelfSigned("mallory");
        using var pair = await TlsPair.Open();
        var server = Asking(ClientCertificates.Request, new Check("it is revoked."));
        var failure = await pair.Fail(server, TlsPair.Offer(protocol, certificate: certificate));
        Assert.Equal(TlsHandshakeFault.ClientCertificate, failure.Fault);
        Assert.Contains("it is revoked.", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_refuse_clients_without_a_certificate_when_one_is_required(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var failure = await pair.Fail(Asking(ClientCertificates.Require, new Check(null)), TlsPair.Offer(protocol));
        Assert.Equal(TlsHandshakeFault.ClientCertificate, failure.Fault);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_take_clients_without_a_certificate_when_one_is_requested(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var (server, _) = await pair.Shake(Asking(ClientCertificates.Request, new Check(null)), TlsPair.Offer(protocol));
        await using var ended = server;
        Assert.Null(server.ClientCertificate);
    }

    [Fact]
    public async Task TlsServer_should_accept_no_certificate_without_a_check()
    {
        using var certificate = TestCertificates.SelfSigned("alice");
        using var pair = await TlsPair.Open();
        var failure = await pair.Fail(Asking(ClientCertificates.Request, null), TlsPair.Offer(SslProtocols.Tls13, certificate: certificate));
        Assert.Equal(TlsHandshakeFault.ClientCertificate, failure.Fault);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_not_ask_when_it_is_off(SslProtocols protocol)
    {
        using var certificate = TestCertificates.SelfSigned("alice");
        var check = new Check("asked.");
        using var pair = await TlsPair.Open();
        var (server, _) = await pair.Shake(Asking(ClientCertificates.Off, check), TlsPair.Offer(protocol, certificate: certificate));
        await using var ended = server;
        Assert.Null(server.ClientCertificate);
        Assert.Empty(check.Subjects);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_want_the_same_certificate_on_a_data_connection(SslProtocols protocol)
    {
        using var certificate = TestCertificates.SelfSigned("alice");
        using var other = TestCertificates.SelfSigned("mallory");
        var server = Asking(ClientCertificates.Request, new Check(null));
        await using var session = await TlsSession.Open(server, TlsPair.Offer(protocol, certificate: certificate));
        await using var same = await session.OpenData(false, TlsPair.Offer(protocol, certificate: certificate));
        var failure = await session.FailData(TlsPair.Offer(protocol, certificate: other));
        Assert.Equal(TlsHandshakeFault.ClientCertificate, failure.Fault);
        failure = await session.FailData(TlsPair.Offer(protocol));
        Assert.Equal(TlsHandshakeFault.ClientCertificate, failure.Fault);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsServer_should_resume_the_session_of_a_client_with_a_certificate(SslProtocols protocol)
    {
        using var certificate = TestCertificates.SelfSigned("alice");
        var server = Asking(ClientCertificates.Require, new Check(null), SessionReuse.Require);
        var offer = TlsPair.Offer(protocol, certificate: certificate);
        await using var session = await TlsSession.Open(server, offer);
        await using var data = await session.OpenData(false, offer);
        Assert.True(data.Transport.IsResumed);
    }

    private static TlsServer Asking(ClientCertificates asking, IClientCertificateCheck? check, SessionReuse reuse = SessionReuse.Warn) =>
        new(new TlsServerOptions
        {
            Certificates = TestCertificates.Only(),
            ClientCertificates = asking,
            ClientCertificateCheck = check,
            SessionReuse = reuse,
        });

    private sealed class Check(string? answer) : IClientCertificateCheck
    {
        public ConcurrentQueue<string> Subjects { get; } = new();

        public string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent)
        {
            Subjects.Enqueue(certificate.Subject);
            return answer;
        }
    }
}
