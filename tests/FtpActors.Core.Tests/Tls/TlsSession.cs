using System.Net.Security;
using System.Net.Sockets;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>A control connection under TLS, and data connections that belong to it.</summary>
internal sealed class TlsSession : IAsyncDisposable
{
    private readonly TlsServer _server;
    private readonly TlsPair _pair;

    private TlsSession(TlsServer server, TlsPair pair, TlsConnection control, SslStream client)
    {
        _server = server;
        _pair = pair;
        Control = control;
        Client = client;
    }

    public TlsConnection Control { get; }

    public SslStream Client { get; }

    /// <summary>The client has heard something afterwards, and with it the tickets of TLS 1.3.</summary>
    public static async Task<TlsSession> Open(TlsServer server, SslClientAuthenticationOptions offer)
    {
        var pair = await TlsPair.Open();
        var (control, client) = await pair.Shake(server, offer);
        await control.Stream.WriteAsync("+"u8.ToArray());
        await client.ReadExactlyAsync(new byte[1]);
        return new TlsSession(server, pair, control, client);
    }

    /// <summary>Our end of a data connection before its handshake.</summary>
    public async Task<TlsDataTransport> Connect(IDataTransport plain, bool isUpload)
    {
        using var connector = _server.ForData(new Ready(plain), Control, isUpload);
        return Assert.IsType<TlsDataTransport>(await connector.Connect(CancellationToken.None));
    }

    /// <summary>Our end of a data connection that is there before its transfer is asked for.</summary>
    public TlsDataTransport Protect(IDataTransport plain, Action<TlsHandshakeException>? failed = null) =>
        _server.Protect(plain, Control, failed ?? (_ => { }));

    public async Task<TlsData> OpenData(bool isUpload, SslClientAuthenticationOptions offer)
    {
        var sockets = await SocketPair.Open();
        var transport = await Connect(sockets.Transport, isUpload);
        var client = new SslStream(new NetworkStream(sockets.Peer, ownsSocket: false));
        var opening = transport.Open().AsTask();
        await client.AuthenticateAsClientAsync(offer);
        await opening;
        return new TlsData(sockets, transport, client);
    }

    public async Task<TlsHandshakeException> FailData(SslClientAuthenticationOptions offer, bool isUpload = false)
    {
        using var sockets = await SocketPair.Open();
        var transport = await Connect(sockets.Transport, isUpload);
        await using var bytes = new NetworkStream(sockets.Peer, ownsSocket: false);
        var trying = TlsPair.Try(bytes, offer);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => transport.Open().AsTask());
        await transport.DisposeAsync();
        await trying;
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        return Assert.IsType<TlsHandshakeException>(failure.InnerException);
    }

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await Client.DisposeAsync();
        _pair.Dispose();
    }

    private sealed class Ready(IDataTransport transport) : IDataConnector
    {
        public Task<IDataTransport> Connect(CancellationToken cancel) => Task.FromResult(transport);

        public void Dispose()
        {
        }
    }
}
