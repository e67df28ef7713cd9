using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>Control connections over TCP.</summary>
internal sealed class SocketControlListener : IControlListener
{
    private readonly Socket _socket;

    private SocketControlListener(Socket socket)
    {
        _socket = socket;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint Local { get; }

    /// <summary>As <see cref="INetwork.Listen"/>.</summary>
    public static SocketControlListener Bind(IPEndPoint endPoint, int backlog)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = endPoint.Address.Equals(IPAddress.IPv6Any);
            SocketControlTransport.Prepare(socket);
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return new SocketControlListener(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask<IControlTransport> Accept()
    {
        var accepting = _socket.AcceptAsync();
        return accepting.IsCompletedSuccessfully ? new(Transport(accepting.Result)) : Await(accepting);

        static async ValueTask<IControlTransport> Await(Task<Socket> accepting) => Transport(await accepting.ConfigureAwait(false));

        static SocketControlTransport Transport(Socket socket) => new(socket, isPrepared: OperatingSystem.IsLinux());
    }

    public void Dispose() => _socket.Dispose();
}
