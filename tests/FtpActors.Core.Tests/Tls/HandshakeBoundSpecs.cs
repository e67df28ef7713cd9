using System.Security.Authentication;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls;

public sealed class HandshakeBoundSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    /// <summary>As much of a ClientHello as makes the server wait for the rest.</summary>
    private static readonly byte[] Beginning = [22, 3, 1, 1, 0, 1];

    [Fact]
    public async Task TlsServer_should_end_handshakes_that_take_too_long()
    {
        var time = new ManualTime();
        var server = new TlsServer(Options, time);
        using var pair = await TlsPair.Open();
        var accepting = server.Accept(pair.ServerBytes, CancellationToken.None);
        await pair.ClientBytes.WriteAsync(Beginning);
        await Until(() => server.Handshakes == 1);
        time.Advance(Options.HandshakeTimeout);
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => accepting);
        Assert.Equal(TlsHandshakeFault.Timeout, failure.Fault);
        Assert.Equal(0, server.Handshakes);
    }

    [Fact]
    public async Task TlsServer_should_not_wait_for_clients_that_say_nothing()
    {
        var time = new ManualTime();
        var server = new TlsServer(Options, time);
        using var pair = await TlsPair.Open();
        var accepting = server.Accept(pair.ServerBytes, CancellationToken.None);
        await AdvanceUntilEnded(time, accepting);
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => accepting);
        Assert.Equal(TlsHandshakeFault.Timeout, failure.Fault);
        Assert.Equal(0, server.Handshakes);
    }

    [Fact]
    public async Task TlsServer_should_end_a_handshake_when_its_caller_does()
    {
        var server = new TlsServer(Options);
        using var pair = await TlsPair.Open();
        using var ended = new CancellationTokenSource();
        var accepting = server.Accept(pair.ServerBytes, ended.Token);
        await pair.ClientBytes.WriteAsync(Beginning);
        await Until(() => server.Handshakes == 1);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting);
        Assert.Equal(0, server.Handshakes);
    }

    [Fact]
    public async Task TlsServer_should_refuse_handshakes_beyond_those_that_run_and_wait()
    {
        var server = new TlsServer(Options with { MaxHandshakes = 1, MaxWaitingHandshakes = 1 });
        using var first = await Begin(server, 1);
        using var second = await Begin(server, 2);
        using var third = await TlsPair.Open();
        var refused = server.Accept(third.ServerBytes, CancellationToken.None);
        await third.ClientBytes.WriteAsync(Beginning);
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => refused);
        Assert.Equal(TlsHandshakeFault.Busy, failure.Fault);
        Assert.Equal(2, server.Handshakes);
    }

    [Fact]
    public async Task TlsServer_should_take_a_waiting_handshake_when_another_ends()
    {
        var server = new TlsServer(Options with { MaxHandshakes = 1, MaxWaitingHandshakes = 1 });
        using var stalled = await Begin(server, 1);
        using var pair = await TlsPair.Open();
        var shaking = pair.Shake(server, TlsPair.Offer(SslProtocols.Tls13));
        await Until(() => server.Handshakes == 2);
        stalled.Client.Dispose();
        await using var connection = (await shaking).Server;
        Assert.Equal(SslProtocols.Tls13, connection.Protocol);
    }

    [Fact]
    public async Task TlsServer_should_give_no_place_to_clients_that_say_nothing()
    {
        var server = new TlsServer(Options with { MaxHandshakes = 1, MaxWaitingHandshakes = 0 });
        var silent = new List<TlsPair>();
        var accepting = new List<Task>();
        for (var i = 0; i < 200; i++)
        {
            silent.Add(await TlsPair.Open());
            accepting.Add(server.Accept(silent[i].ServerBytes, CancellationToken.None));
        }

        using var pair = await TlsPair.Open();
        var (connection, _) = await pair.Shake(server, TlsPair.Offer(SslProtocols.Tls13));
        await connection.DisposeAsync();
        Assert.DoesNotContain(accepting, task => task.IsCompleted);
        silent.ForEach(each => each.Dispose());
        await Assert.ThrowsAnyAsync<TlsHandshakeException>(() => Task.WhenAll(accepting));
    }

    private static async Task<TlsPair> Begin(TlsServer server, int expected)
    {
        var pair = await TlsPair.Open();
        _ = server.Accept(pair.ServerBytes, CancellationToken.None).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        await pair.ClientBytes.WriteAsync(Beginning);
        await Until(() => server.Handshakes == expected);
        return pair;
    }

    private static async Task AdvanceUntilEnded(ManualTime time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(Options.HandshakeTimeout);
            await Task.Yield();
        }
    }

    private static async Task Until(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Yield();
    }
}
