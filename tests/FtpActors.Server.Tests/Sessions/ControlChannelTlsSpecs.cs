using Akka.TestKit;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>Where reading stops for a change to TLS or back, and what goes on then.</summary>
public sealed class ControlChannelTlsSpecs : Akka.TestKit.Xunit2.TestKit
{
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
        using var channel = new ControlChannel(server, new LimitOptions());
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

    private async Task<OpenChannel> Open()
    {
        var (client, server) = await ControlClient.Pair();
        var channel = new ControlChannel(server, new LimitOptions(), tls: Tls);
        channel.Start(_session);
        return new OpenChannel(client, channel);
    }

    private async Task<LineReceived> Next(string verb)
    {
        var line = await _session.ExpectMsgAsync<LineReceived>();
        Assert.Equal(verb, line.Command?.Verb);
        return line;
    }

    private sealed record OpenChannel(ControlClient Client, ControlChannel Channel) : IDisposable
    {
        public void Dispose()
        {
            Client.Dispose();
            Channel.Dispose();
        }
    }
}
