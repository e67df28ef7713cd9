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
    public async Task TlsServer_should_refuse_handshakes_beyond_those_that_compute_and_wait()
    {
        using var certificates = new HeldCertificates();
        var server = new TlsServer(new TlsServerOptions { Certificates = certificates, MaxHandshakes = 1, MaxWaitingHandshakes = 1 });
        using var first = await TlsPair.Open();
        using var second = await TlsPair.Open();
        using var third = await TlsPair.Open();
        var computing = first.Shake(server, TlsPair.Offer(SslProtocols.Tls13));
        await certificates.Asked;
        Task<TlsConnection>[] others = [server.Accept(second.ServerBytes, CancellationToken.None), server.Accept(third.ServerBytes, CancellationToken.None)];
        var clients = new[] { second, third }.Select(pair => TlsPair.Try(pair.ClientBytes, TlsPair.Offer(SslProtocols.Tls13))).ToArray();
        var refused = await Task.WhenAny(others);
        Assert.Equal(TlsHandshakeFault.Busy, (await Assert.ThrowsAsync<TlsHandshakeException>(() => refused)).Fault);

        certificates.Release();
        var waited = others.Single(task => task != refused);
        await using var early = (await computing).Server;
        await using (var late = await waited)
            Assert.Equal(SslProtocols.Tls13, late.Protocol);
        second.Server.Dispose();
        third.Server.Dispose();
        await Task.WhenAll(clients);
    }

    [Fact]
    public async Task TlsServer_should_serve_others_beside_clients_that_stop_in_the_middle()
    {
        const int stalled = 300;
        var server = new TlsServer(Options);
        var pairs = new List<TlsPair>();
        for (var i = 0; i < stalled; i++)
            pairs.Add(await Begin(server));
        await Until(() => server.Handshakes == stalled);

        using var pair = await TlsPair.Open();
        var (connection, _) = await pair.Shake(server, TlsPair.Offer(SslProtocols.Tls13));
        await connection.DisposeAsync();
        Assert.Equal(stalled, server.Handshakes);
        pairs.ForEach(each => each.Dispose());
        await Until(() => server.Handshakes == 0);
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

    private static async Task<TlsPair> Begin(TlsServer server)
    {
        var pair = await TlsPair.Open();
        _ = server.Accept(pair.ServerBytes, CancellationToken.None).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        await pair.ClientBytes.WriteAsync(Beginning);
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

    /// <summary>Keeps the first handshake that asks computing.</summary>
    private sealed class HeldCertificates : ITlsCertificates, IDisposable
    {
        private readonly ITlsCertificates _found = TestCertificates.Only();
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Asked => _asked.Task;

        public void Release() => _released.Set();

        public TlsCertificate? Find(string? serverName)
        {
            if (_asked.TrySetResult())
                _released.Wait();
            return _found.Find(serverName);
        }

        public void Dispose() => _released.Dispose();
    }
}
