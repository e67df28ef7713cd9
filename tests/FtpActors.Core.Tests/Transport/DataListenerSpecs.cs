using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

public sealed class DataListenerSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task DataListener_should_accept_the_peer(string text)
    {
        var address = IPAddress.Parse(text);
        using var listener = DataListener.Bind(new IPEndPoint(address, 0));
        var accepting = listener.Accept(address, CancellationToken.None);
        using var peer = await Call(listener, address);
        await using var transport = await accepting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
        await transport.Send(TransferChunk.Of(new byte[] { 5 }));
        Assert.Equal(1, await peer.ReceiveAsync(new byte[2], SocketFlags.None));
    }

    [Fact]
    public async Task DataListener_should_accept_a_peer_that_called_before()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var peer = await Call(listener, IPAddress.Loopback);
        await using var transport = await listener.Accept(IPAddress.Loopback, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public async Task DataListener_should_cut_strangers_and_still_accept_the_peer()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var accepting = listener.Accept(IPAddress.Loopback, CancellationToken.None);
        using var stranger = await Call(listener, Stranger);
        await AssertCut(stranger);
        Assert.False(accepting.IsCompleted);
        using var peer = await Call(listener, IPAddress.Loopback);
        await using var transport = await accepting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public async Task DataListener_should_serve_one_peer_after_the_other()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        foreach (var address in new[] { IPAddress.Loopback, Stranger })
        {
            var accepting = listener.Accept(address, CancellationToken.None);
            using var peer = await Call(listener, address);
            await using var transport = await accepting.WaitAsync(Patience);
            Assert.Equal(address, transport.Remote.Address);
        }
    }

    [Fact]
    public async Task DataListener_should_cut_stale_connections_when_drained()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var first = await Call(listener, IPAddress.Loopback);
        using var second = await Call(listener, Stranger);
        listener.Drain();
        await AssertCut(first);
        await AssertCut(second);
        var accepting = listener.Accept(IPAddress.Loopback, CancellationToken.None);
        using var peer = await Call(listener, IPAddress.Loopback);
        await using var transport = await accepting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public void DataListener_should_return_at_once_when_there_is_nothing_to_drain()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Drain();
    }

    [Fact]
    public async Task DataListener_should_drain_connections_that_were_reset()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var gone = await Call(listener, IPAddress.Loopback);
        using var stale = await Call(listener, IPAddress.Loopback);
        gone.LingerState = new LingerOption(true, 0);
        gone.Dispose();
        listener.Drain();
        await AssertCut(stale);
    }

    [Fact]
    public async Task DataListener_should_end_the_wait_with_the_token_and_go_on_afterwards()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var cancel = new CancellationTokenSource();
        var accepting = listener.Accept(IPAddress.Loopback, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(Patience));
        var again = listener.Accept(IPAddress.Loopback, CancellationToken.None);
        using var peer = await Call(listener, IPAddress.Loopback);
        await using var transport = await again.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public async Task DataListener_should_fail_a_wait_with_NotOpened_when_disposed()
    {
        var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var accepting = listener.Accept(IPAddress.Loopback, CancellationToken.None);
        listener.Dispose();
        listener.Dispose();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => accepting.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        failure = await Assert.ThrowsAsync<DataConnectionException>(() => listener.Accept(IPAddress.Loopback, CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public void DataListener_should_not_bind_a_port_that_is_taken()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Throws<SocketException>(() => DataListener.Bind(new IPEndPoint(IPAddress.Loopback, listener.Port)));
    }

    [Fact]
    public void DataListener_should_not_bind_an_address_that_is_not_ours() =>
        Assert.Throws<SocketException>(() => DataListener.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0)));

    [Fact]
    public async Task DataListener_should_bind_a_port_whose_connections_are_in_TIME_WAIT()
    {
        var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var accepting = listener.Accept(IPAddress.Loopback, CancellationToken.None);
        using (var peer = await Call(listener, IPAddress.Loopback))
        {
            var transport = await accepting.WaitAsync(Patience);
            // Our end closes first, so it is ours that waits.
            await transport.DisposeAsync();
            await AssertCut(peer);
        }

        listener.Dispose();
        using var again = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, listener.Port));
        Assert.Equal(listener.Port, again.Port);
    }

    private static async Task<Socket> Call(DataListener listener, IPAddress from)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(from.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : from, listener.Port);
        return socket;
    }

    private static async Task AssertCut(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], SocketFlags.None).WaitAsync(Patience));
        }
        catch (SocketException cut)
        {
            Assert.Equal(SocketError.ConnectionReset, cut.SocketErrorCode);
        }
    }
}
