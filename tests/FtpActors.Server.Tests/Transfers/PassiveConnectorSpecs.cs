using System.Net;
using Akka.TestKit;
using FtpActors.Core.Transport;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>A loan, with a probe as the pool.</summary>
public sealed class PassiveConnectorSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");
    private readonly DataListener _listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TestProbe _pool;
    private readonly PassiveConnector _connector;

    public PassiveConnectorSpecs()
    {
        _pool = CreateTestProbe();
        _connector = Lend();
    }

    [Fact]
    public async Task PassiveConnector_should_bring_the_peer_and_go_back()
    {
        Assert.Equal(_listener.Port, _connector.Port);
        var connecting = _connector.Connect(CancellationToken.None);
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await connecting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        await AssertBackOnce();
    }

    [Fact]
    public async Task PassiveConnector_should_cut_a_stranger_and_still_bring_the_peer()
    {
        var connecting = _connector.Connect(CancellationToken.None);
        using var stranger = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port, Stranger);
        await LoopbackPorts.AssertCut(stranger);
        Assert.False(_pool.HasMessages);
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await connecting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        await AssertBackOnce();
    }

    [Fact]
    public async Task PassiveConnector_should_go_back_when_the_wait_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = _connector.Connect(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience));
        await AssertBackOnce();
    }

    [Fact]
    public async Task PassiveConnector_should_go_back_when_the_listener_fails()
    {
        var connecting = _connector.Connect(CancellationToken.None);
        _listener.Dispose();
        await Assert.ThrowsAsync<DataConnectionException>(() => connecting.WaitAsync(Patience));
        await AssertBackOnce();
    }

    [Fact]
    public async Task PassiveConnector_should_go_back_when_disposed()
    {
        _connector.Dispose();
        _connector.Dispose();
        await AssertBackOnce();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        Assert.False(_pool.HasMessages);
    }

    [Fact]
    public async Task PassiveConnector_should_end_the_wait_with_NotOpened_when_disposed_meanwhile()
    {
        var connecting = _connector.Connect(CancellationToken.None);
        _connector.Dispose();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => connecting.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        await AssertBackOnce();
    }

    [Fact]
    public async Task PassiveConnector_should_connect_once()
    {
        var connecting = _connector.Connect(CancellationToken.None);
        await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None));
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await (await connecting.WaitAsync(Patience)).DisposeAsync();
        await AssertBackOnce();
        await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None));
        _connector.Dispose();
        Assert.False(_pool.HasMessages);
    }

    [Fact]
    public async Task PassiveConnector_should_go_back_once_when_disposed_while_the_peer_comes()
    {
        for (var round = 0; round < 100; round++)
        {
            using var connector = Lend();
            var connecting = connector.Connect(CancellationToken.None);
            var calling = LoopbackPorts.Call(IPAddress.Loopback, connector.Port);
            await Task.Run(connector.Dispose);
            using var peer = await calling;
            try
            {
                await (await connecting.WaitAsync(Patience)).DisposeAsync();
            }
            catch (DataConnectionException)
            {
                // Given up first.
            }

            Assert.Same(connector.Loan, (await _pool.ExpectMsgAsync<PassiveLoan.Returned>(Patience)).Loan);
            _listener.Drain();
        }

        Assert.False(_pool.HasMessages);
    }

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private PassiveConnector Lend() =>
        new PassiveLoan(IPAddress.Loopback, _listener, CreateTestProbe(), _pool, mayKeep: false).TryUse(IPAddress.Loopback, DateTimeOffset.UnixEpoch)!;

    private async Task AssertBackOnce()
    {
        Assert.Same(_connector.Loan, (await _pool.ExpectMsgAsync<PassiveLoan.Returned>(Patience)).Loan);
        Assert.False(_pool.HasMessages);
    }
}
