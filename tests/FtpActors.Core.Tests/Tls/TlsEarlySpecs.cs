using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Data connections on which the handshake may begin before the transfer is asked for.</summary>
[Collection(BuffersCollection.Name)]
public sealed class TlsEarlySpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols, bool> Transfers => new()
    {
        { SslProtocols.Tls12, true },
        { SslProtocols.Tls12, false },
        { SslProtocols.Tls13, true },
        { SslProtocols.Tls13, false },
    };

    [Theory]
    [MemberData(nameof(Transfers))]
    public async Task A_handshake_should_be_done_before_the_transfer_is_known(SslProtocols protocol, bool isUpload)
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000_003);
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        using var sockets = await SocketPair.Open();
        var early = session.Protect(sockets.Transport);
        await using var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
        await client.AuthenticateAsClientAsync(TlsPair.Offer(protocol)).WaitAsync(Patience);

        await using var transport = await session.Connect(early, isUpload);
        Assert.Same(early, transport);
        await transport.Open().AsTask().WaitAsync(Patience);
        using var moved = new MemoryStream();
        if (isUpload)
        {
            var sending = Task.Run(async () =>
            {
                await client.WriteAsync(bytes);
                await client.ShutdownAsync();
            });
            var buffer = new byte[64 * 1024];
            for (int count; (count = await transport.Receive(buffer)) > 0;)
                moved.Write(buffer, 0, count);
            await sending;
            Assert.Equal(0, await client.ReadAsync(new byte[1]));
        }
        else
        {
            var sending = Task.Run(async () =>
            {
                await transport.Send(TransferChunk.Of(bytes));
                await transport.CompleteSend();
            });
            await client.CopyToAsync(moved);
            await client.ShutdownAsync();
            await sending;
        }

        Assert.Equal(bytes, moved.ToArray());
    }

    [Fact]
    public async Task A_client_that_begins_only_after_Open_should_be_served()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = await session.Connect(session.Protect(sockets.Transport), isUpload: true);
        var opening = transport.Open().AsTask();
        Assert.False(opening.IsCompleted);
        await using var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
        await client.AuthenticateAsClientAsync(TlsPair.Offer(SslProtocols.Tls13)).WaitAsync(Patience);
        await opening.WaitAsync(Patience);
    }

    [Fact]
    public async Task Connections_whose_clients_say_nothing_should_take_no_place_of_a_handshake()
    {
        var server = new TlsServer(Options with { MaxHandshakes = 1, MaxWaitingHandshakes = 0 });
        await using var session = await TlsSession.Open(server, TlsPair.Offer(SslProtocols.Tls13));
        List<(SocketPair Sockets, TlsDataTransport Transport)> silent = [];
        for (var n = 0; n < 20; n++)
        {
            var sockets = await SocketPair.Open();
            silent.Add((sockets, session.Protect(sockets.Transport)));
        }

        Assert.Equal(0, server.Handshakes);
        await using (var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13)))
            await data.Use(isUpload: true);
        foreach (var (sockets, transport) in silent)
        {
            await transport.DisposeAsync().AsTask().WaitAsync(Patience);
            sockets.Dispose();
        }
    }

    [Fact]
    public async Task The_time_of_a_handshake_should_run_from_the_clients_first_byte()
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = await session.Connect(session.Protect(sockets.Transport), isUpload: true);
        time.Advance(TimeSpan.FromHours(1));
        await sockets.Write([22, 3, 1]);
        var cut = new byte[1];
        var ending = sockets.Peer.ReceiveAsync(cut, SocketFlags.None);
        while (!ending.IsCompleted)
        {
            time.Advance(Options.HandshakeTimeout);
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => transport.Open().AsTask());
        Assert.Equal(TlsHandshakeFault.Timeout, Assert.IsType<TlsHandshakeException>(failure.InnerException).Fault);
        await Record.ExceptionAsync(() => ending);
    }

    [Fact]
    public async Task The_time_of_a_handshake_should_run_from_Open_when_the_client_said_nothing()
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = await session.Connect(session.Protect(sockets.Transport), isUpload: true);
        time.Advance(TimeSpan.FromHours(1));
        var opening = transport.Open().AsTask();
        Assert.False(opening.IsCompleted);
        time.Advance(Options.HandshakeTimeout);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => opening.WaitAsync(Patience));
        Assert.Equal(TlsHandshakeFault.Timeout, Assert.IsType<TlsHandshakeException>(failure.InnerException).Fault);
    }

    [Fact]
    public async Task A_handshake_that_fails_should_end_the_connection_and_be_told_by_Open()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        var failed = new TaskCompletionSource<TlsHandshakeException>();
        await using var transport = await session.Connect(session.Protect(sockets.Transport, failed.SetResult), isUpload: true);
        await sockets.Write("this is no ClientHello"u8.ToArray());
        Assert.Equal(TlsHandshakeFault.Garbage, (await failed.Task.WaitAsync(Patience)).Fault);
        await Record.ExceptionAsync(() => sockets.ReadToEnd().WaitAsync(Patience));
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => transport.Open().AsTask());
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        Assert.Equal(TlsHandshakeFault.Garbage, Assert.IsType<TlsHandshakeException>(failure.InnerException).Fault);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("half")]
    [InlineData("all")]
    public async Task What_is_given_up_should_leave_nothing_behind(string extent)
    {
        var buffers = TransferChunk.OutstandingBuffers;
        var server = new TlsServer(Options with { MaxHandshakes = 1, MaxWaitingHandshakes = 0 });
        await using var session = await TlsSession.Open(server, TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        TlsHandshakeException? failed = null;
        var transport = session.Protect(sockets.Transport, cause => failed = cause);
        await using var bytes = new NetworkStream(sockets.Peer, ownsSocket: false);
        await using var client = new SslStream(bytes);
        if (extent == "all")
            await client.AuthenticateAsClientAsync(TlsPair.Offer(SslProtocols.Tls13)).WaitAsync(Patience);
        else if (extent == "half")
            await bytes.WriteAsync(new byte[] { 22, 3, 1, 2, 0, 1, 0 });
        await transport.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Null(failed);
        Assert.Equal(0, server.Handshakes);
        Assert.Equal(buffers, TransferChunk.OutstandingBuffers);
        await Record.ExceptionAsync(() => sockets.ReadToEnd().WaitAsync(Patience));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        await data.Use(isUpload: true);
    }

    [Fact]
    public async Task TLS_should_come_off_while_the_client_said_nothing()
    {
        var server = new TlsServer(Options);
        await using var session = await TlsSession.Open(server, TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        TlsHandshakeException? failed = null;
        await using var clear = session.Protect(sockets.Transport, cause => failed = cause).TakeOff()!;
        var buffer = new byte[100];
        var receiving = clear.Receive(buffer).AsTask();
        Assert.False(receiving.IsCompleted);
        await sockets.Write("clear"u8.ToArray());
        Assert.Equal(5, await receiving.WaitAsync(Patience));
        await sockets.Write("again"u8.ToArray());
        Assert.Equal(5, await clear.Receive(buffer).AsTask().WaitAsync(Patience));
        await clear.Send(TransferChunk.Of("answer"u8.ToArray()));
        await clear.CompleteSend();
        Assert.Equal("answer"u8.ToArray(), await sockets.ReadToEnd());
        Assert.Equal(0, server.Handshakes);
        Assert.Null(failed);
    }

    [Fact]
    public async Task TLS_should_stay_on_once_the_client_has_begun()
    {
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        using var sockets = await SocketPair.Open();
        await using var transport = session.Protect(sockets.Transport);
        await using var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
        await client.AuthenticateAsClientAsync(TlsPair.Offer(SslProtocols.Tls13)).WaitAsync(Patience);
        Assert.Null(transport.TakeOff());
    }
}
