using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Faults;

/// <summary>Ports that nobody else can have and at which nobody listens: the kernel refuses whoever calls.</summary>
internal sealed class RefusingPorts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Socket> _sockets = [];

    /// <summary>One for each address.</summary>
    public int Of(IPAddress address)
    {
        lock (_lock)
        {
            if (!_sockets.TryGetValue(address, out var socket))
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, 0));
                _sockets.Add(address, socket);
            }

            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets.Values)
                socket.Dispose();
            _sockets.Clear();
        }
    }
}
