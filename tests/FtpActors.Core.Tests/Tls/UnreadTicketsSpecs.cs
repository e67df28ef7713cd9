using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class UnreadTicketsSpecs
{
    private const int Uploads = 200;

    /// <summary>More than fits where it is decrypted, less than makes the client wait for the server.</summary>
    private const int Size = 300_000;

    /// <summary>What is in the client's kernel and not read when it closes makes it reset the connection, and what the
    /// server's kernel has is lost.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls13, SessionReuse.Warn, false)]
    [InlineData(SslProtocols.Tls13, SessionReuse.Warn, true)]
    [InlineData(SslProtocols.Tls13, SessionReuse.Require, false)]
    [InlineData(SslProtocols.Tls13, SessionReuse.Require, true)]
    [InlineData(SslProtocols.Tls12, SessionReuse.Warn, false)]
    public async Task Uploads_should_arrive_whole_from_clients_that_never_read(SslProtocols protocol, SessionReuse reuse, bool isEarly)
    {
        var server = new TlsServer(new TlsServerOptions { Certificates = TestCertificates.Only(), SessionReuse = reuse });
        var bytes = new byte[Size];
        var buffer = new byte[64 * 1024];
        for (var i = 0; i < Uploads; i++)
        {
            var offer = TlsPair.Offer(protocol);
            await using var session = await TlsSession.Open(server, offer);
            using var sockets = await SocketPair.Open();
            await using var transport = await session.Connect(isEarly ? session.Protect(sockets.Transport) : sockets.Transport, isUpload: true);
            var opening = isEarly ? null : transport.Open().AsTask();
            await using var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
            await client.AuthenticateAsClientAsync(offer);
            await client.WriteAsync(bytes);
            await client.ShutdownAsync();
            sockets.Peer.Close();

            // Only now does the server begin to read.
            await (opening ?? transport.Open().AsTask());
            long received = 0;
            for (int count; (count = await transport.Receive(buffer)) > 0;)
                received += count;
            Assert.True(received == Size, $"Upload {i}: {received} bytes");
        }
    }
}
