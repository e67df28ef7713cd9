using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

public sealed class SocketDataTransportSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Loopbacks => ["127.0.0.1", "::1"];

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public async Task SocketDataTransport_should_send_memory_and_count_it(string address)
    {
        using var pair = await SocketPair.Open(IPAddress.Parse(address));
        Assert.Equal(pair.Peer.LocalEndPoint, pair.Transport.Remote);
        using var chunk = TransferChunk.Of(new byte[] { 1, 2, 3 });
        await pair.Transport.Send(chunk);
        await pair.Transport.CompleteSend();
        Assert.Equal([1, 2, 3], await pair.ReadToEnd());
        Assert.Equal(3, pair.Transport.BytesMoved);
    }

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public async Task SocketDataTransport_should_receive_bytes_and_0_at_the_end(string address)
    {
        using var pair = await SocketPair.Open(IPAddress.Parse(address));
        await pair.Write([7, 8]);
        pair.Peer.Shutdown(SocketShutdown.Send);
        var buffer = new byte[16];
        Assert.Equal(2, await pair.Transport.Receive(buffer));
        Assert.Equal([7, 8], buffer[..2]);
        Assert.Equal(0, await pair.Transport.Receive(buffer));
        Assert.Equal(0, await pair.Transport.Receive(buffer));
        Assert.Equal(2, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task SocketDataTransport_should_show_a_dual_stack_peer_as_plain_IPv4()
    {
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), 0));
        listener.Listen();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);
        await using var transport = new SocketDataTransport(await listener.AcceptAsync());
        Assert.Equal(IPAddress.Loopback, transport.Remote.Address);
    }

    [Fact]
    public async Task SocketDataTransport_should_receive_and_send_at_the_same_time()
    {
        using var pair = await SocketPair.Open();
        var buffer = new byte[16];
        var receiving = pair.Transport.Receive(buffer);
        await pair.Transport.Send(TransferChunk.Of(new byte[] { 1 }));
        Assert.False(receiving.IsCompleted);
        await pair.Write([2, 3]);
        Assert.Equal(2, await receiving);
        Assert.Equal(3, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task SocketDataTransport_should_send_an_empty_chunk_as_nothing()
    {
        using var pair = await SocketPair.Open();
        await pair.Transport.Send(TransferChunk.Of(ReadOnlyMemory<byte>.Empty));
        await pair.Transport.CompleteSend();
        Assert.Empty(await pair.ReadToEnd());
    }

    [Fact]
    public async Task SocketDataTransport_should_leave_a_sent_chunk_to_the_caller()
    {
        using var pair = await SocketPair.Open();
        var buffer = new byte[] { 1, 2, 3, 4 };
        var chunk = TransferChunk.Of(buffer);
        await pair.Transport.Send(chunk);
        await pair.Transport.Send(chunk);
        await pair.Transport.CompleteSend();
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4], await pair.ReadToEnd());
    }

    [Fact]
    public async Task SocketDataTransport_should_let_everything_arrive_that_was_sent_before_CompleteSend()
    {
        using var pair = await SocketPair.Open();
        // As much as the kernel takes at once, and the peer has read nothing yet when our end is closed.
        var sent = 0L;
        using var chunk = TransferChunk.Of(new byte[64 * 1024]);
        while (true)
        {
            var sending = pair.Transport.Send(chunk).AsTask();
            if (!sending.IsCompleted)
            {
                var received = pair.ReadToEnd();
                await sending;
                sent += chunk.Length;
                await pair.Transport.CompleteSend();
                await pair.Transport.DisposeAsync();
                Assert.Equal(sent, (await received).LongLength);
                break;
            }

            sent += chunk.Length;
        }
    }

    [Fact]
    public async Task SocketDataTransport_should_let_everything_arrive_although_the_peer_wrote_something_unasked()
    {
        using var pair = await SocketPair.Open();
        await pair.Write([1, 2, 3]);
        using var chunk = TransferChunk.Of(new byte[100_000]);
        await pair.Transport.Send(chunk);
        await pair.Transport.CompleteSend();
        await pair.Transport.DisposeAsync();
        Assert.Equal(100_000, (await pair.ReadToEnd()).Length);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_receive_in_flight_with_Lost_when_aborted_from_another_thread()
    {
        using var pair = await SocketPair.Open();
        var receiving = pair.Transport.Receive(new byte[16]).AsTask();
        await Task.Run(pair.Transport.Abort);
        await AssertLost(receiving);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_memory_send_in_flight_with_Lost_when_aborted_from_another_thread()
    {
        using var pair = await SocketPair.Open();
        using var chunk = TransferChunk.Of(new byte[64 * 1024 * 1024]);
        var sending = pair.Transport.Send(chunk).AsTask();
        Assert.False(sending.IsCompleted);
        await Task.Run(pair.Transport.Abort);
        await AssertLost(sending);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_region_send_in_flight_with_Lost_when_aborted_from_another_thread()
    {
        using var file = TemporaryFile.Sparse(64L * 1024 * 1024);
        using var pair = await SocketPair.Open();
        using var chunk = TransferChunk.Of(new FileRegion(file.Stream, 0, 64 * 1024 * 1024));
        var sending = pair.Transport.Send(chunk).AsTask();
        Assert.False(sending.IsCompleted);
        await Task.Run(pair.Transport.Abort);
        await AssertLost(sending);
        Assert.True(file.Stream.CanRead);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_receive_with_Lost_when_the_peer_resets()
    {
        using var pair = await SocketPair.Open();
        var receiving = pair.Transport.Receive(new byte[16]).AsTask();
        pair.Reset();
        await AssertLost(receiving);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_region_send_with_Lost_when_the_peer_resets()
    {
        using var file = TemporaryFile.Sparse(64L * 1024 * 1024);
        using var pair = await SocketPair.Open();
        var sending = pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, 64 * 1024 * 1024))).AsTask();
        pair.Reset();
        await AssertLost(sending);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_a_memory_send_with_Lost_when_the_peer_resets()
    {
        using var pair = await SocketPair.Open();
        using var chunk = TransferChunk.Of(new byte[64 * 1024 * 1024]);
        var sending = pair.Transport.Send(chunk).AsTask();
        pair.Reset();
        await AssertLost(sending);
    }

    [Fact]
    public async Task SocketDataTransport_should_fail_everything_with_Lost_after_an_abort()
    {
        using var file = TemporaryFile.Sparse(10);
        using var pair = await SocketPair.Open();
        pair.Transport.Abort();
        pair.Transport.Abort();
        await AssertLost(pair.Transport.Receive(new byte[1]).AsTask());
        await AssertLost(pair.Transport.Send(TransferChunk.Of(new byte[1])).AsTask());
        await AssertLost(pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, 10))).AsTask());
        await AssertLost(pair.Transport.CompleteSend().AsTask());
        await pair.Transport.DisposeAsync();
        await pair.Transport.DisposeAsync();
    }

    [Fact]
    public async Task SocketDataTransport_should_end_the_connection_for_the_peer_when_disposed()
    {
        using var pair = await SocketPair.Open();
        await pair.Transport.DisposeAsync();
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1], SocketFlags.None));
    }

    private static async Task AssertLost(Task operation)
    {
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => operation.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
        Assert.NotNull(failure.InnerException);
    }
}
