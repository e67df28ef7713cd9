using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class TlsHandshakeSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TlsServer_should_speak_both_versions(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var ended = server;
        await client.WriteAsync("NOOP\r\n"u8.ToArray());
        var heard = new byte[6];
        await server.Stream.ReadExactlyAsync(heard);
        await server.Stream.WriteAsync("200 \r\n"u8.ToArray());
        await client.ReadExactlyAsync(heard);
        Assert.Equal("200 \r\n", Encoding.ASCII.GetString(heard));
        Assert.Equal(protocol, server.Protocol);
        Assert.Equal(client.NegotiatedCipherSuite, server.CipherSuite);
        Assert.Null(server.ClientCertificate);
        Assert.False(server.IsAlpnUsed);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, SslProtocols.Tls13)]
    [InlineData(SslProtocols.Tls13, SslProtocols.Tls12)]
    public async Task TlsServer_should_refuse_versions_that_are_not_allowed(SslProtocols allowed, SslProtocols spoken)
    {
        using var pair = await TlsPair.Open();
        var failure = await pair.Fail(new TlsServer(Options with { Protocols = allowed }), TlsPair.Offer(spoken));
        Assert.Equal(TlsHandshakeFault.ProtocolVersion, failure.Fault);
    }

    [Fact]
    public async Task TlsServer_should_take_clients_that_name_ftp_among_other_protocols()
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13, alpn: ["http/1.1", "ftp"]));
        await using var ended = server;
        Assert.True(server.IsAlpnUsed);
        Assert.Equal("ftp", client.NegotiatedApplicationProtocol.ToString());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TlsServer_should_refuse_clients_of_other_protocols(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var failure = await pair.Fail(new TlsServer(Options), TlsPair.Offer(protocol, alpn: ["h2", "http/1.1"]));
        Assert.Equal(TlsHandshakeFault.ApplicationProtocol, failure.Fault);
    }

    [Fact]
    public async Task TlsServer_should_choose_the_certificate_by_the_name_the_client_asks_for()
    {
        using var ours = TestCertificates.SelfSigned("ours.test");
        using var theirs = TestCertificates.SelfSigned("theirs.test");
        var server = new TlsServer(Options with { Certificates = TestCertificates.ByName(name => name == "theirs.test" ? theirs : ours) });
        using var pair = await TlsPair.Open();
        var (connection, client) = await pair.Shake(server, TlsPair.Offer(SslProtocols.Tls13, "theirs.test"));
        await using var ended = connection;
        Assert.Equal("theirs.test", connection.ServerName);
        Assert.Equal(theirs.Thumbprint, connection.Certificate.Leaf.Thumbprint);
        Assert.Equal(theirs.GetCertHashString(), client.RemoteCertificate!.GetCertHashString());
    }

    [Fact]
    public async Task TlsServer_should_say_that_a_client_named_no_server()
    {
        using var pair = await TlsPair.Open();
        var (connection, _) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13, string.Empty));
        await using var ended = connection;
        Assert.Null(connection.ServerName);
    }

    [Fact]
    public async Task TlsServer_should_refuse_names_without_a_certificate()
    {
        using var pair = await TlsPair.Open();
        var server = new TlsServer(Options with { Certificates = TestCertificates.ByName(_ => null) });
        var failure = await pair.Fail(server, TlsPair.Offer(SslProtocols.Tls13));
        Assert.Equal(TlsHandshakeFault.ServerName, failure.Fault);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_GCM_SHA256)]
    public async Task TlsServer_should_choose_among_the_allowed_cipher_suites(SslProtocols protocol, TlsCipherSuite expected)
    {
        using var pair = await TlsPair.Open();
        var (server, _) = await pair.Shake(new TlsServer(Options with { CipherSuites = Allowed }), TlsPair.Offer(protocol));
        await using var ended = server;
        Assert.Equal(expected, server.CipherSuite);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384)]
    public async Task TlsServer_should_refuse_clients_without_an_allowed_cipher_suite(SslProtocols protocol, TlsCipherSuite offered)
    {
        using var pair = await TlsPair.Open();
        var offer = TlsPair.Offer(protocol);
#pragma warning disable CA1416 // Not on Windows, where the server has no choice of them either.
        offer.CipherSuitesPolicy = new CipherSuitesPolicy([offered]);
#pragma warning restore CA1416
        var failure = await pair.Fail(new TlsServer(Options with { CipherSuites = Allowed }), offer);
        Assert.Equal(TlsHandshakeFault.CipherSuite, failure.Fault);
    }

    [Fact]
    public async Task TlsServer_should_not_speak_a_version_none_of_whose_cipher_suites_is_allowed()
    {
        using var pair = await TlsPair.Open();
        var server = new TlsServer(Options with { CipherSuites = [TlsCipherSuite.TLS_AES_128_GCM_SHA256] });
        var failure = await pair.Fail(server, TlsPair.Offer(SslProtocols.Tls12));
        Assert.Equal(TlsHandshakeFault.ProtocolVersion, failure.Fault);
    }

    [Fact]
    public void TlsServer_should_not_start_with_cipher_suites_the_platform_has_not() =>
        Assert.Throws<ArgumentException>(() => new TlsServer(Options with { CipherSuites = [TlsCipherSuite.TLS_KRB5_WITH_RC4_128_MD5] }));

    [Fact]
    public void TlsServer_should_not_start_with_versions_that_are_not_spoken()
    {
#pragma warning disable SYSLIB0039 // That they are obsolete is the point.
        Assert.Throws<ArgumentException>(() => new TlsServer(Options with { Protocols = SslProtocols.Tls11 | SslProtocols.Tls12 }));
#pragma warning restore SYSLIB0039
        Assert.Throws<ArgumentException>(() => new TlsServer(Options with { Protocols = SslProtocols.None }));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: ftp.test\r\n\r\n")]
    [InlineData("USER anonymous\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0010not a ClientHello")]
    public async Task TlsServer_should_call_what_is_not_TLS_garbage(string text)
    {
        using var pair = await TlsPair.Open();
        var accepting = new TlsServer(Options).Accept(pair.ServerBytes, CancellationToken.None);
        await pair.ClientBytes.WriteAsync(Encoding.Latin1.GetBytes(text));
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => accepting);
        Assert.Equal(TlsHandshakeFault.Garbage, failure.Fault);
    }

    [Fact]
    public async Task TlsServer_should_say_that_the_connection_was_lost()
    {
        using var pair = await TlsPair.Open();
        var accepting = new TlsServer(Options).Accept(pair.ServerBytes, CancellationToken.None);
        await pair.ClientBytes.WriteAsync(new byte[] { 22, 3, 1, 1, 0, 1 });
        pair.Client.Dispose();
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => accepting);
        Assert.Equal(TlsHandshakeFault.Lost, failure.Fault);
    }

    private static ImmutableArray<TlsCipherSuite> Allowed =>
        [TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256];
}
