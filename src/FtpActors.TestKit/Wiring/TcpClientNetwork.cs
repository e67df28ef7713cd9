using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Wiring;

/// <summary>The kernel's.</summary>
internal sealed class TcpClientNetwork : IClientNetwork
{
    private TcpClientNetwork()
    {
    }

    public static TcpClientNetwork Instance { get; } = new();

    public async ValueTask<IClientConnection> Dial(IPEndPoint target, IPAddress? from, CancellationToken cancel)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(target, cancel).ConfigureAwait(false);
            return new TcpClientConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IClientListener Listen(IPAddress local) => new TcpClientListener(local);
}
