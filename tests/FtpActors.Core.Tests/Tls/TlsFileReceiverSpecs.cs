using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Uploads under TLS that go right into files, which a few threads receive, decrypt and write.</summary>
public sealed class TlsFileReceiverSpecs
{
    private const int Mebi = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Everything_should_arrive_however_it_is_cut(SslProtocols protocol)
    {
        var content = RandomNumberGenerator.GetBytes((5 * Mebi) + 13);
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        var sending = Task.Run(async () =>
        {
            var random = new Random(2);
            for (var at = 0; at < content.Length;)
            {
                var count = Math.Min(content.Length - at, random.Next(3) == 0 ? random.Next(1, 100) : random.Next(1, 200_000));
                await data.Client.WriteAsync(content.AsMemory(at, count));
                at += count;
            }

            await data.Client.ShutdownAsync();
        });
        var received = 0L;
        while (await Receive(data, target, received, 700_001) is var count and > 0)
        {
            received += count;
            Assert.True(count == 700_001 || received == content.Length, $"{count} bytes at {received}");
        }

        await sending;
        Assert.Equal(content, target.Bytes());
        Assert.Equal(content.Length, data.Transport.BytesMoved);
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Little_after_much_should_arrive_and_so_should_an_end_in_an_open_connection(SslProtocols protocol)
    {
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(true, TlsPair.Offer(protocol));
        var receiving = data.Transport.ReceiveInto(target, 0, Mebi).AsTask();
        var sent = 0;
        foreach (var length in new[] { 100_000, 1, 50_000, 3 })
        {
            await data.Client.WriteAsync(new byte[length]);
            sent += length;
            while (data.Transport.BytesMoved < sent)
                await Task.Yield();
        }

        await data.Client.WriteAsync(new byte[70_000]);
        await data.Client.ShutdownAsync();
        Assert.Equal(sent + 70_000, await receiving.WaitAsync(Patience));
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task It_should_stop_where_it_was_told_to_within_a_record()
    {
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        await data.Client.WriteAsync(new byte[] { 1, 2, 3, 4, 5 });
        Assert.Equal(2, await Receive(data, target, 1, 2));
        Assert.Equal(3, await Receive(data, target, 3, 3));
        Assert.Equal([0, 1, 2, 3, 4, 5], target.Bytes());
    }

    [Fact]
    public async Task It_should_not_take_a_closed_connection_for_the_end()
    {
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        await data.Client.WriteAsync(new byte[100_000]);
        data.Sockets.Peer.Shutdown(SocketShutdown.Send);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => Receive(data, target, 0, Mebi));
        Assert.Equal(DataConnectionFault.Truncated, failure.Fault);
        Assert.Equal(100_000, data.Transport.BytesMoved);
    }

    [Fact]
    public async Task Clients_that_do_not_send_should_keep_no_thread_from_others()
    {
        var moreThanThreads = Math.Max(4, 2 * Environment.ProcessorCount) + 2;
        var offer = TlsPair.Offer(SslProtocols.Tls13);
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), offer);
        var still = new List<(TlsData Data, Task Receiving)>();
        for (var count = 0; count < moreThanThreads; count++)
        {
            var data = await session.OpenData(true, offer);
            await data.Client.WriteAsync(new byte[10]);
            still.Add((data, Receive(data, target, 0, Mebi)));
        }

        await using (var other = await session.OpenData(true, offer))
        {
            await other.Client.WriteAsync(new byte[100]);
            Assert.Equal(100, await Receive(other, target, 0, 100));
        }

        foreach (var (data, receiving) in still)
        {
            Assert.False(receiving.IsCompleted);
            data.Transport.Abort();
            var failure = await Assert.ThrowsAsync<DataConnectionException>(() => receiving);
            Assert.Equal(DataConnectionFault.Lost, failure.Fault);
            await data.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_should_fail_once_the_writing_has_ended()
    {
        await using var target = RegionTarget.Empty();
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await using var data = await session.OpenData(true, TlsPair.Offer(SslProtocols.Tls13));
        target.Close();
        await data.Client.WriteAsync(new byte[10]);
        await Assert.ThrowsAsync<DataConnectionException>(() => Receive(data, target, 0, 10));
    }

    private static Task<int> Receive(TlsData data, RegionTarget target, long offset, int most) =>
        data.Transport.ReceiveInto(target, offset, most).AsTask().WaitAsync(Patience);
}
