using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class HandshakeThreadSpecs
{
    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    /// <summary>Keys are computed with in between; the thread that polls has other connections to serve.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Handshakes_should_leave_the_thread_that_brings_bytes(SslProtocols protocol)
    {
        var threads = new ConcurrentQueue<string?>();
        var server = new TlsServer(new TlsServerOptions
        {
            Certificates = TestCertificates.ByName(_ =>
            {
                threads.Enqueue(Thread.CurrentThread.Name);
                return TestCertificates.Server;
            }),
            ClientCertificates = ClientCertificates.Require,
            ClientCertificateCheck = new Noting(threads),
        });
        using var pair = await TlsPair.Open();
        var accepting = server.Accept(new PollerStream(pair.ServerBytes), CancellationToken.None);
        await using var client = new SslStream(pair.ClientBytes);
        await client.AuthenticateAsClientAsync(TlsPair.Offer(protocol, certificate: TestCertificates.SelfSigned("client")));
        await using var connection = await accepting;
        Assert.Equal(2, threads.Count);
        Assert.DoesNotContain(PollerStream.ThreadName, threads);
    }

    private sealed class Noting(ConcurrentQueue<string?> threads) : IClientCertificateCheck
    {
        public string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent)
        {
            threads.Enqueue(Thread.CurrentThread.Name);
            return null;
        }
    }
}
