using System.Net;
using Akka.TestKit;
using FtpActors.Core.Transport;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>A loan whose connection is accepted before a transfer asks for it, with a probe as the pool.</summary>
public sealed class EarlyConnectionSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");
    private readonly DataListener _listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TaskCompletionSource<IDataTransport> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestProbe _pool;
    private readonly PassiveConnector _connector;

    public EarlyConnectionSpecs()
    {
        _pool = CreateTestProbe();
        _connector = Lend();
    }

    [Fact]
    public async Task The_connection_should_be_there_before_the_transfer_and_the_port_be_free()
    {
        Begin();
        Assert.True(_connector.IsAnnounced);
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        var early = await _accepted.Task.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, early.Remote);
        await AssertBackOnce();
        Assert.False(_connector.IsAnnounced);
        await using var transport = await _connector.Connect(CancellationToken.None).WaitAsync(Patience);
        Assert.Same(early, transport);
        await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None));

        // What a transfer took is the transfer's.
        _connector.Dispose();
        await peer.SendAsync("+"u8.ToArray());
        Assert.Equal(1, await transport.Receive(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_transfer_should_wait_for_the_connection()
    {
        Begin();
        var connecting = _connector.Connect(CancellationToken.None);
        Assert.False(_connector.IsAnnounced);
        Assert.False(_connector.TryGiveUp());
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await connecting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        await AssertBackOnce();
    }

    [Fact]
    public async Task A_stranger_should_be_cut_before_anything_is_put_on_the_connection()
    {
        Begin();
        using var stranger = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port, Stranger);
        await LoopbackPorts.AssertCut(stranger);
        Assert.False(_accepted.Task.IsCompleted);
        Assert.False(_pool.HasMessages);
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await _connector.Connect(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public async Task A_cancelled_transfer_should_end_the_wait()
    {
        Begin();
        using var cancel = new CancellationTokenSource();
        var connecting = _connector.Connect(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience));
        await AssertBackOnce();
    }

    [Fact]
    public async Task Dispose_should_end_the_wait()
    {
        Begin();
        _connector.Dispose();
        _connector.Dispose();
        await AssertBackOnce();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public async Task Dispose_should_end_a_connection_that_no_transfer_took()
    {
        Begin();
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await _accepted.Task.WaitAsync(Patience);
        _connector.Dispose();
        await LoopbackPorts.AssertCut(peer);
        await AssertBackOnce();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public async Task The_pool_should_take_back_what_nobody_came_to()
    {
        Begin();
        Assert.True(_connector.TryGiveUp());
        Assert.False(_connector.TryGiveUp());
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => _connector.Connect(CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        _connector.Dispose();

        // Nobody waits there any more: the next loan gets the call.
        using var next = Lend();
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await next.Connect(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        Assert.Same(next.Loan, (await _pool.ExpectMsgAsync<PassiveLoan.Returned>(Patience)).Loan);
        Assert.False(_pool.HasMessages);
    }

    [Fact]
    public async Task Nothing_should_be_put_on_a_connection_whose_transfer_is_to_be_in_clear_text()
    {
        Begin();
        Assert.True(_connector.TryClear());
        using var peer = await LoopbackPorts.Call(IPAddress.Loopback, _connector.Port);
        await using var transport = await _connector.Connect(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        Assert.False(_accepted.Task.IsCompleted);
    }

    [Fact]
    public async Task The_loan_should_go_back_once_however_give_up_and_call_meet()
    {
        for (var round = 0; round < 100; round++)
        {
            var isReclaimed = false;
            using var connector = Lend();
            connector.ConnectEarly(transport => transport);
            var calling = LoopbackPorts.Call(IPAddress.Loopback, connector.Port);
            if (round % 2 == 0)
                isReclaimed = await Task.Run(connector.TryGiveUp);
            else
                await Task.Run(connector.Dispose);
            using var peer = await calling;
            await Record.ExceptionAsync(async () => await (await connector.Connect(CancellationToken.None).WaitAsync(Patience)).DisposeAsync());
            if (!isReclaimed)
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

    private void Begin() => _connector.ConnectEarly(transport =>
    {
        _accepted.SetResult(transport);
        return transport;
    });

    private PassiveConnector Lend() =>
        new PassiveLoan(IPAddress.Loopback, _listener, CreateTestProbe(), _pool, mayKeep: false).TryUse(IPAddress.Loopback, DateTimeOffset.UnixEpoch)!;

    private async Task AssertBackOnce()
    {
        Assert.Same(_connector.Loan, (await _pool.ExpectMsgAsync<PassiveLoan.Returned>(Patience)).Loan);
        Assert.False(_pool.HasMessages);
    }
}
