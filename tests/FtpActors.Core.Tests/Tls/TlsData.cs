using System.Net.Security;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Both ends of a data connection under TLS.</summary>
internal sealed record TlsData(SocketPair Sockets, TlsDataTransport Transport, SslStream Client) : IAsyncDisposable
{
    /// <summary>Moves a byte and ends the transfer as well-behaved clients do, who get to see the tickets by that.</summary>
    public async Task Use(bool isUpload)
    {
        var one = new byte[1];
        if (isUpload)
        {
            await Client.WriteAsync(one);
            await Client.ShutdownAsync();
            Assert.Equal(1, await Transport.Receive(one));
            Assert.Equal(0, await Transport.Receive(one));
            Assert.Equal(0, await Client.ReadAsync(one));
        }
        else
        {
            using var chunk = TransferChunk.Of(one);
            await Transport.Send(chunk);
            await Client.ReadExactlyAsync(one);
            var closing = Transport.CompleteSend().AsTask();
            Assert.Equal(0, await Client.ReadAsync(one));
            await Client.ShutdownAsync();
            await closing;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await Client.DisposeAsync();
        Sockets.Dispose();
    }
}
