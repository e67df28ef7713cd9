using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Wiring;

/// <summary>Over a socket.</summary>
internal sealed class TcpClientListener : IClientListener
{
    private readonly Socket _socket;

    public TcpClientListener(IPAddress local)
    {
        _socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(local, 0));
        _socket.Listen(1);
        Local = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint Local { get; }

    public async ValueTask<IClientConnection> Accept(CancellationToken cancel)
    {
        var socket = await _socket.AcceptAsync(cancel).ConfigureAwait(false);
        socket.NoDelay = true;
        return new TcpClientConnection(socket);
    }

    public void Dispose() => _socket.Dispose();
}
