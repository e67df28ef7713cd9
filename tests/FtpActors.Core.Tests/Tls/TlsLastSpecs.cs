using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

public sealed class TlsLastSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task SendLast_should_send_what_is_small_and_close_notify_at_once(SslProtocols protocol) =>
        Assert.Equal(1, await Sends(protocol, 1000));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task SendLast_should_send_what_is_large_as_a_whole(SslProtocols protocol) =>
        Assert.InRange(await Sends(protocol, 100_003), 2, 100);

    /// <summary>Sends on the connection below that <paramref name="length"/> bytes took.</summary>
    private static async Task<int> Sends(SslProtocols protocol, int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        await using var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(protocol));
        using var sockets = await SocketPair.Open();
        var counted = new Counted(sockets.Transport);
        await using var transport = await session.Connect(counted, false);
        await using var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
        var opening = transport.Open().AsTask();
        await client.AuthenticateAsClientAsync(TlsPair.Offer(protocol));
        await opening;
        var before = counted.Sends;
        var sending = transport.SendLast(TransferChunk.Of(bytes)).AsTask();
        using var heard = new MemoryStream();
        await client.CopyToAsync(heard);
        await client.ShutdownAsync();
        await sending;
        Assert.Equal(bytes, heard.ToArray());
        Assert.Equal(length, transport.BytesMoved);
        return counted.Sends - before;
    }

    private sealed class Counted(IDataTransport inner) : IDataTransport
    {
        public int Sends { get; private set; }

        public IPEndPoint Remote => inner.Remote;

        public long BytesMoved => inner.BytesMoved;

        public bool IsDelivered => inner.IsDelivered;

        public ValueTask<int> Receive(Memory<byte> buffer) => inner.Receive(buffer);

        public ValueTask Send(TransferChunk chunk)
        {
            Sends++;
            return inner.Send(chunk);
        }

        public ValueTask CompleteSend() => inner.CompleteSend();

        public void Abort() => inner.Abort();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
