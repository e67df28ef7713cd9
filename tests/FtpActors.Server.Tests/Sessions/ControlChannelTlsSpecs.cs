using System.Net.Sockets;
using System.Text;
using Akka.TestKit;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>Where reading stops for a change to TLS or back, and what goes on then.</summary>
public sealed class ControlChannelTlsSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TlsServer Tls = new(new TlsServerOptions { Certificates = new ThrowawayCertificates() });

    private readonly TestProbe _session;

    public ControlChannelTlsSpecs() => _session = CreateTestProbe("session");

    [Fact]
    public async Task ControlChannel_should_read_on_behind_AUTH_only_when_told()
    {
        using var open = await Open();
        await open.Client.Send("NOOP", "AUTH TLS", "SYST");

        Assert.False((await Next("NOOP")).HaltsReading);
        Assert.True((await Next("AUTH")).HaltsReading);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        Assert.True(open.Channel.HasMore);

        open.Channel.Resume();
        await Next("SYST");
    }

    [Fact]
    public async Task ControlChannel_should_see_what_comes_behind_AUTH_later()
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        Assert.False(open.Channel.HasMore);

        await open.Client.Send("USER demo");

        await AwaitAssertAsync(() => Assert.True(open.Channel.HasMore));
    }

    [Fact]
    public async Task ControlChannel_should_leave_alone_what_comes_behind_AUTH_after_many_commands_at_once()
    {
        using var open = await Open();
        await open.Client.Send([.. Enumerable.Repeat("NOOP", 12)]);
        for (var i = 0; i < 12; i++)
            open.Channel.Consumed(await Next("NOOP"));

        await open.Client.Send("AUTH TLS");
        Assert.True((await Next("AUTH")).HaltsReading);
        await open.Client.Send("SYST");

        await AwaitAssertAsync(() => Assert.True(open.Channel.HasMore));
        open.Channel.Resume();
        await Next("SYST");
    }

    [Theory]
    [InlineData("CCC")]
    [InlineData("REIN")]
    public async Task ControlChannel_should_not_stop_at_lines_that_change_nothing_in_clear_text(string line)
    {
        using var open = await Open();
        await open.Client.Send(line, "NOOP");
        Assert.False((await Next(line)).HaltsReading);
        await Next("NOOP");
    }

    [Fact]
    public async Task ControlChannel_should_not_stop_at_AUTH_where_there_is_no_TLS()
    {
        var (client, server) = await ControlClient.Pair();
        using var channel = new ControlChannel(new SocketControlTransport(server), new LimitOptions());
        channel.Start(_session);
        await client.Send("AUTH TLS", "NOOP");
        Assert.False((await Next("AUTH")).HaltsReading);
        await Next("NOOP");
        client.Dispose();
    }

    [Fact]
    public async Task ControlChannel_should_tell_that_the_handshake_failed_when_plain_text_comes_in_its_place()
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        open.Channel.Secure(null);

        await open.Client.Send("USER demo", "PASS demo");

        Assert.IsType<TlsHandshakeException>((await _session.ExpectMsgAsync<HandshakeFailed>()).Cause);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task ControlChannel_should_end_a_handshake_that_waits_when_it_is_disposed()
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        open.Channel.Secure(null);

        open.Channel.Dispose();

        await _session.ExpectMsgAsync<HandshakeFailed>();
    }

    [Fact]
    public async Task ControlChannel_should_end_a_pause_when_it_is_disposed()
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");

        open.Channel.Dispose();

        Assert.True((await _session.ExpectMsgAsync<PeerClosed>()).IsLost);
    }

    [Fact]
    public async Task ControlChannel_should_have_a_socket_that_blocks_nobody_under_TLS()
    {
        using var open = await Open();
        Assert.False(open.Server.Blocking);
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        open.Channel.Secure(null);

        using var tls = await open.Client.StartTls();

        await _session.ExpectMsgAsync<Secured>();
        Assert.False(open.Server.Blocking);
    }

    [Fact]
    public async Task ControlChannel_should_tell_that_the_handshake_failed_whatever_the_reason()
    {
        using var open = await Open(new TlsServer(new TlsServerOptions { Certificates = new FaultyCertificates() }));
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        open.Channel.Secure(null);

        await Assert.ThrowsAnyAsync<Exception>(open.Client.StartTls);

        Assert.Equal(FaultyCertificates.Message, (await _session.ExpectMsgAsync<HandshakeFailed>(Patience)).Cause.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ControlChannel_should_see_that_the_client_is_gone_while_reading_stands_at_AUTH(bool isReset)
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");

        if (isReset)
            open.Client.Reset();
        else
            open.Client.Dispose();

        Assert.Equal(isReset, (await _session.ExpectMsgAsync<PeerClosed>(Patience)).IsLost);
    }

    [Theory]
    [InlineData("CCC")]
    [InlineData("REIN")]
    public async Task ControlChannel_should_see_that_the_client_is_gone_while_reading_stands_under_TLS(string line)
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        open.Channel.Secure(null);
        using var tls = await open.Client.StartTls();
        await _session.ExpectMsgAsync<Secured>();
        await tls.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        await Next(line);

        open.Client.Dispose();

        await _session.ExpectMsgAsync<PeerClosed>(Patience);
    }

    [Fact]
    public async Task ControlChannel_should_leave_the_handshake_to_TLS_that_comes_while_it_watches_for_the_end()
    {
        using var open = await Open();
        await open.Client.Send("AUTH TLS");
        await Next("AUTH");
        var starting = open.Client.StartTls();
        await AwaitAssertAsync(() => Assert.True(open.Channel.HasMore));

        open.Channel.Secure(null);

        using var tls = await starting;
        await _session.ExpectMsgAsync<Secured>();
    }

    private async Task<OpenChannel> Open(TlsServer? tls = null)
    {
        var (client, server) = await ControlClient.Pair();
        var channel = new ControlChannel(new SocketControlTransport(server), new LimitOptions(), tls: tls ?? Tls);
        channel.Start(_session);
        return new OpenChannel(client, server, channel);
    }

    private async Task<LineReceived> Next(string verb)
    {
        var line = await _session.ExpectMsgAsync<LineReceived>();
        Assert.Equal(verb, line.Command?.Verb);
        return line;
    }

    private sealed record OpenChannel(ControlClient Client, Socket Server, ControlChannel Channel) : IDisposable
    {
        public void Dispose()
        {
            Client.Dispose();
            Channel.Dispose();
        }
    }

    private sealed class FaultyCertificates : ITlsCertificates
    {
        public const string Message = "The certificates are out of order.";

        public TlsCertificate? Find(string? serverName) => throw new InvalidOperationException(Message);
    }
}
