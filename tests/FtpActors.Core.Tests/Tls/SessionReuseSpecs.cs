using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class SessionReuseSpecs
{
    public static TheoryData<SslProtocols, SessionReuse> Everything => new()
    {
        { SslProtocols.Tls12, SessionReuse.Off },
        { SslProtocols.Tls13, SessionReuse.Off },
        { SslProtocols.Tls12, SessionReuse.Warn },
        { SslProtocols.Tls13, SessionReuse.Warn },
        { SslProtocols.Tls12, SessionReuse.Require },
        { SslProtocols.Tls13, SessionReuse.Require },
    };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_data_connection_should_resume_the_session_of_its_control_connection(SslProtocols protocol, SessionReuse reuse)
    {
        var offer = TlsPair.Offer(protocol);
        await using var session = await TlsSession.Open(Server(reuse), offer);
        for (var i = 0; i < 3; i++)
        {
            await using var data = await session.OpenData(isUpload: i == 1, offer);
            Assert.True(data.Transport.IsResumed, $"data connection {i}");
            await data.Use(isUpload: i == 1);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task The_session_of_another_control_connection_should_do_only_when_nobody_looks(SslProtocols protocol, SessionReuse reuse)
    {
        var server = Server(reuse);
        var offer = TlsPair.Offer(protocol);
        var others = TlsPair.Offer(protocol);
        await using var session = await TlsSession.Open(server, offer);
        await using var other = await TlsSession.Open(server, others);
        if (reuse == SessionReuse.Require)
        {
            var failure = await session.FailData(others);
            Assert.Equal(TlsHandshakeFault.SessionNotReused, failure.Fault);
        }
        else
        {
            await using var data = await session.OpenData(false, others);
            Assert.Equal(reuse == SessionReuse.Off, data.Transport.IsResumed);
        }

        await using var own = await session.OpenData(false, offer);
        Assert.True(own.Transport.IsResumed);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_new_session_should_not_do_when_reuse_is_required(SslProtocols protocol, SessionReuse reuse)
    {
        await using var session = await TlsSession.Open(Server(reuse), TlsPair.Offer(protocol));
        if (reuse == SessionReuse.Require)
        {
            Assert.Equal(TlsHandshakeFault.SessionNotReused, (await session.FailData(TlsPair.Offer(protocol))).Fault);
            Assert.Equal(TlsHandshakeFault.SessionNotReused, (await session.FailData(TlsPair.Offer(protocol), isUpload: true)).Fault);
        }
        else
        {
            await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
            Assert.False(data.Transport.IsResumed);
        }
    }

    /// <summary>Were the refused handshake brought to its end, it would leave a ticket under the control connection's id behind.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls13, true)]
    public async Task A_refused_session_should_not_do_at_the_next_data_connection_either(SslProtocols protocol, bool isUpload)
    {
        await using var session = await TlsSession.Open(Server(SessionReuse.Require), TlsPair.Offer(protocol));
        var stranger = TlsPair.Offer(protocol);
        for (var i = 0; i < 3; i++)
            Assert.Equal(TlsHandshakeFault.SessionNotReused, (await session.FailData(stranger, isUpload)).Fault);
    }

    /// <summary>A session that goes on hands out tickets as well: clients use each of TLS 1.3 only once.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Sessions_should_go_on_through_many_data_connections(SslProtocols protocol)
    {
        var offer = TlsPair.Offer(protocol);
        await using var session = await TlsSession.Open(Server(SessionReuse.Require), offer);
        for (var i = 0; i < 50; i++)
        {
            await using var data = await session.OpenData(isUpload: i % 2 == 1, offer);
            Assert.True(data.Transport.IsResumed, $"data connection {i}");
            await data.Use(isUpload: i % 2 == 1);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_control_connection_should_not_take_the_session_of_another_when_reuse_is_required(SslProtocols protocol)
    {
        var server = Server(SessionReuse.Require);
        var offer = TlsPair.Offer(protocol);
        await using var first = await TlsSession.Open(server, offer);
        await using var second = await TlsSession.Open(server, offer);

        // The client offered the first session to the second connection, and remembers the second by now.
        await using var data = await second.OpenData(false, offer);
        Assert.True(data.Transport.IsResumed);
        await data.Use(isUpload: false);
        Assert.Equal(TlsHandshakeFault.SessionNotReused, (await first.FailData(offer)).Fault);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Sessions_should_be_resumed_with_chosen_cipher_suites(SslProtocols protocol)
    {
        var server = new TlsServer(Options(SessionReuse.Require) with
        {
            CipherSuites = [TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256],
        });
        var offer = TlsPair.Offer(protocol);
        await using var session = await TlsSession.Open(server, offer);
        await using var data = await session.OpenData(false, offer);
        Assert.True(data.Transport.IsResumed);
        Assert.Equal(session.Client.NegotiatedCipherSuite, data.Client.NegotiatedCipherSuite);
    }

    [Fact]
    public async Task Handshakes_beside_ours_should_not_be_touched()
    {
        var context = SslStreamCertificateContext.Create(TestCertificates.Server, null, offline: true);
        var offer = TlsPair.Offer(SslProtocols.Tls13);
        await using var session = await TlsSession.Open(Server(SessionReuse.Require), TlsPair.Offer(SslProtocols.Tls13));
        using var pair = await TlsPair.Open();
        await using var server = new SslStream(pair.ServerBytes);
        await using var client = new SslStream(pair.ClientBytes);
        await Task.WhenAll(
            server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }),
            client.AuthenticateAsClientAsync(offer));
        Assert.Equal(SslProtocols.Tls13, server.SslProtocol);
    }

    private static TlsServer Server(SessionReuse reuse) => new(Options(reuse));

    private static TlsServerOptions Options(SessionReuse reuse) => new() { Certificates = TestCertificates.Only(), SessionReuse = reuse };
}
