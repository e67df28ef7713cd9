using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

public sealed class TlsDataTransportSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsDataTransport_should_send_memory_and_file_regions(SslProtocols protocol)
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000_003);
        using var file = TemporaryFile.Of(bytes);
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
        var sending = Send();
        using var heard = new MemoryStream();
        await data.Client.CopyToAsync(heard);
        await data.Client.ShutdownAsync();
        await sending;
        Assert.Equal([.. bytes, .. bytes[10..]], heard.ToArray());
        Assert.Equal(heard.Length, data.Transport.BytesMoved);
        Assert.True(data.Transport.Activity > data.Transport.BytesMoved);

        async Task Send()
        {
            await data.Transport.Send(TransferChunk.Of(bytes));
            await data.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 10, bytes.Length - 10)));
            await data.Transport.CompleteSend();
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsDataTransport_should_receive_a_whole_upload(SslProtocols protocol)
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000_003);
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        var sending = Upload(data, bytes);
        var received = await ReceiveAll(data.Transport);
        await sending;
        Assert.Equal(bytes, received);
        Assert.Equal(bytes.Length, data.Transport.BytesMoved);

        // The server says the same: many clients wait for it before they read the reply.
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Receive_should_bring_all_records_that_are_there(SslProtocols protocol)
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        await data.Client.WriteAsync(bytes.AsMemory(0, 60_000));
        var first = new byte[256 * 1024];
        var count = await data.Transport.Receive(first);
        Assert.InRange(count, (16 * 1024) + 1, 60_000);
        var sending = Upload(data, bytes[60_000..]);
        var received = await ReceiveAll(data.Transport);
        await sending;
        Assert.Equal(bytes, first.Take(count).Concat(received));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsDataTransport_should_not_take_a_closed_connection_for_the_end(SslProtocols protocol)
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        await data.Client.WriteAsync(new byte[100_000]);
        data.Sockets.Peer.Shutdown(SocketShutdown.Send);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => ReceiveAll(data.Transport));
        Assert.Equal(DataConnectionFault.Truncated, failure.Fault);
        Assert.Equal(100_000, data.Transport.BytesMoved);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsDataTransport_should_not_take_a_cut_record_for_the_end(SslProtocols protocol)
    {
        await using var session = await TlsSession.Open(new TlsServer(Options with { AcceptTruncatedUploads = true }), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        await data.Sockets.Write([23, 3, 3, 0, 100, 1, 2, 3]);
        data.Sockets.Peer.Shutdown(SocketShutdown.Send);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => ReceiveAll(data.Transport));
        Assert.Equal(DataConnectionFault.Truncated, failure.Fault);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TlsDataTransport_should_take_a_closed_connection_for_the_end_when_told_so(SslProtocols protocol)
    {
        await using var session = await TlsSession.Open(new TlsServer(Options with { AcceptTruncatedUploads = true }), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        await data.Client.WriteAsync(new byte[100_000]);
        data.Sockets.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(100_000, (await ReceiveAll(data.Transport)).Length);
    }

    [Fact]
    public async Task TlsDataTransport_should_say_that_the_connection_was_lost()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        data.Sockets.Reset();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => ReceiveAll(data.Transport));
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
    }

    [Fact]
    public async Task TlsDataTransport_should_say_that_what_came_is_not_TLS_any_more()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        await data.Sockets.Write(new byte[100]);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => ReceiveAll(data.Transport));
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Abort_should_end_what_is_in_flight(bool isUpload)
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(isUpload, TlsPair.Offer(SslProtocols.Tls13));
        var moving = isUpload ? ReceiveAll(data.Transport) : SendForEver(data.Transport);
        data.Transport.Abort();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => moving);
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
        data.Transport.Abort();
    }

    [Fact]
    public async Task Abort_should_end_a_handshake()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = await session.Connect(sockets.Transport, isUpload: true);
        var opening = transport.Open().AsTask();
        transport.Abort();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => opening);
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
    }

    [Fact]
    public async Task A_handshake_should_not_outlast_its_time()
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = await session.Connect(sockets.Transport, isUpload: true);
        var opening = transport.Open().AsTask();
        while (!opening.IsCompleted)
        {
            time.Advance(Options.HandshakeTimeout);
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => opening);
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        Assert.Equal(TlsHandshakeFault.Timeout, Assert.IsType<TlsHandshakeException>(failure.InnerException).Fault);
    }

    [Fact]
    public async Task CompleteSend_should_not_wait_for_ever_for_a_client_that_does_not_answer()
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(false, TlsPair.Offer(SslProtocols.Tls13));
        var closing = data.Transport.CompleteSend().AsTask();
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]));
        Assert.False(closing.IsCompleted);
        while (!closing.IsCompleted)
        {
            time.Advance(Options.CloseTimeout);
            await Task.Yield();
        }

        await closing;
    }

    [Fact]
    public async Task CompleteSend_should_take_a_closed_connection_for_an_answer()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options, new TestKit.ManualTime()), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(false, TlsPair.Offer(SslProtocols.Tls13));
        var closing = data.Transport.CompleteSend().AsTask();
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]));
        data.Sockets.Peer.Dispose();
        await closing;
    }

    private static async Task Upload(TlsData data, byte[] bytes)
    {
        await data.Client.WriteAsync(bytes);
        await data.Client.ShutdownAsync();
    }

    private static async Task<byte[]> ReceiveAll(TlsDataTransport transport)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await transport.Receive(buffer)) > 0;)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private static async Task SendForEver(TlsDataTransport transport)
    {
        using var chunk = TransferChunk.Of(new byte[1_000_000]);
        while (true)
            await transport.Send(chunk);
    }
}
