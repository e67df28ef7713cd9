using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

public sealed class DataDialerSpecs
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task DataDialer_should_connect_from_the_local_address(string text)
    {
        var address = IPAddress.Parse(text);
        using var listener = Listen(address);
        using var dialer = new DataDialer(address, (IPEndPoint)listener.LocalEndPoint!);
        Assert.Equal(listener.LocalEndPoint, dialer.Target);
        var accepting = listener.AcceptAsync();
        await using var transport = await dialer.Connect(CancellationToken.None);
        using var peer = await accepting;
        Assert.Equal(listener.LocalEndPoint, transport.Remote);
        Assert.Equal(address, ((IPEndPoint)peer.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task DataDialer_should_call_from_the_address_of_the_control_connection()
    {
        using var listener = Listen(IPAddress.Loopback);
        using var dialer = new DataDialer(IPAddress.Parse("127.0.0.7"), (IPEndPoint)listener.LocalEndPoint!);
        var accepting = listener.AcceptAsync();
        await using var transport = await dialer.Connect(CancellationToken.None);
        using var peer = await accepting;
        Assert.Equal(IPAddress.Parse("127.0.0.7"), ((IPEndPoint)peer.RemoteEndPoint!).Address);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task DataDialer_should_fail_with_NotOpened_when_refused(string text)
    {
        var address = IPAddress.Parse(text);
        IPEndPoint target;
        // Bound and not listening: nobody else gets the port, and nobody answers.
        using var bound = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(address, 0));
        target = (IPEndPoint)bound.LocalEndPoint!;
        using var dialer = new DataDialer(address, target);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => dialer.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        Assert.IsType<SocketException>(failure.InnerException);
    }

    [Fact]
    public async Task DataDialer_should_fail_with_NotOpened_when_the_local_address_is_not_ours()
    {
        using var listener = Listen(IPAddress.Loopback);
        using var dialer = new DataDialer(IPAddress.Parse("192.0.2.1"), (IPEndPoint)listener.LocalEndPoint!);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => dialer.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public async Task DataDialer_should_fail_with_NotOpened_when_the_local_address_is_of_the_other_family()
    {
        using var listener = Listen(IPAddress.Loopback);
        using var dialer = new DataDialer(IPAddress.IPv6Loopback, (IPEndPoint)listener.LocalEndPoint!);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => dialer.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public async Task DataDialer_should_end_a_call_that_is_given_up_before_it_begins()
    {
        using var listener = Listen(IPAddress.Loopback);
        using var dialer = new DataDialer(IPAddress.Loopback, (IPEndPoint)listener.LocalEndPoint!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialer.Connect(new CancellationToken(true)));
    }

    [Fact]
    public async Task DataDialer_should_end_a_call_that_nobody_answers_when_cancelled()
    {
        // With a backlog that is full the kernel leaves further calls waiting.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var dialer = new DataDialer(IPAddress.Loopback, (IPEndPoint)listener.LocalEndPoint!);
        using var cancel = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 4).Select(_ => dialer.Connect(cancel.Token)).ToArray();
        var waiting = calls[^1];
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20)));
        foreach (var call in calls)
        {
            try
            {
                await (await call).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // It had not got through either.
            }
        }
    }

    private static Socket Listen(IPAddress address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        return listener;
    }
}
