using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>The end that goes out with the last bytes, over connections as a passive port brings them.</summary>
public sealed class SendLastSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private IDataTransport _transport = null!;

    public async Task InitializeAsync()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await _peer.ConnectAsync(IPAddress.Loopback, listener.Port);
        _transport = await listener.Accept(IPAddress.Loopback, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _transport.DisposeAsync();
        _peer.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    [InlineData(16 * 1024 * 1024)]
    public async Task SendLast_should_bring_everything_and_the_end(int length)
    {
        var last = new byte[length];
        new Random(length).NextBytes(last);
        await _transport.Send(TransferChunk.Of(new byte[] { 1, 2, 3 }));
        var sending = _transport.SendLast(TransferChunk.Of(last)).AsTask();
        Assert.Equal([1, 2, 3, .. last], await ReadToEnd().WaitAsync(Patience));
        await sending.WaitAsync(Patience);
        Assert.Equal(3 + length, _transport.BytesMoved);
    }

    [Fact]
    public async Task SendLast_should_bring_everything_although_the_connection_is_closed_at_once()
    {
        await _transport.SendLast(TransferChunk.Of(new byte[1000]));
        await _transport.DisposeAsync();
        Assert.Equal(1000, (await ReadToEnd().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task SendLast_should_bring_everything_although_the_peer_wrote_something_unasked()
    {
        await _peer.SendAsync(new byte[] { 1, 2, 3 });
        await _transport.SendLast(TransferChunk.Of(new byte[1000]));
        await _transport.DisposeAsync();
        Assert.Equal(1000, (await ReadToEnd().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task SendLast_should_send_a_region_too()
    {
        using var file = TemporaryFile.Sparse(1000);
        await _transport.SendLast(TransferChunk.Of(new FileRegion(file.Stream, 0, 1000)));
        Assert.Equal(1000, (await ReadToEnd().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task SendLast_should_fail_with_Lost_when_the_peer_resets_and_after_an_abort()
    {
        var sending = _transport.SendLast(TransferChunk.Of(new byte[64 * 1024 * 1024])).AsTask();
        _peer.LingerState = new LingerOption(true, 0);
        _peer.Dispose();
        await AssertLost(sending);
        _transport.Abort();
        await AssertLost(_transport.SendLast(TransferChunk.Of(new byte[1])).AsTask());
    }

    private static async Task AssertLost(Task operation)
    {
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => operation.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
    }

    private async Task<byte[]> ReadToEnd()
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(_peer);
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
