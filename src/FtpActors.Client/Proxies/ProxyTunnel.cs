using System.Net;
using System.Net.Sockets;

namespace FtpActors.Client.Proxies;

/// <summary>Has a proxy connect to somebody; after that the socket is as good as one to them.</summary>
/// <remarks>Nothing is read beyond the proxy's last word: what follows is the server's.</remarks>
internal static class ProxyTunnel
{
    /// <param name="socket">Connected to the proxy.</param>
    /// <param name="proxy">What it speaks.</param>
    /// <param name="target">Name or address.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="IOException">The proxy refuses, or is none.</exception>
    /// <exception cref="SocketException">The connection to it broke.</exception>
    public static Task Open(Socket socket, ProxyOptions proxy, EndPoint target, CancellationToken cancel)
    {
        var (host, port) = target switch
        {
            IPEndPoint address => (address.Address.ToString(), address.Port),
            DnsEndPoint name => (name.Host, name.Port),
            _ => throw new ArgumentException("A name or an address is needed.", nameof(target)),
        };
        return proxy.Kind == ProxyKind.Socks5
            ? Socks5.Connect(socket, proxy, host, port, cancel)
            : HttpConnect.Connect(socket, proxy, host, port, cancel);
    }

    public static async Task Send(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancel).ConfigureAwait(false)..];
    }

    /// <summary>Fills the buffer.</summary>
    public static async Task Receive(Socket socket, Memory<byte> buffer, CancellationToken cancel)
    {
        while (!buffer.IsEmpty)
        {
            var count = await socket.ReceiveAsync(buffer, cancel).ConfigureAwait(false);
            if (count == 0)
                throw new IOException("the proxy closed the connection");
            buffer = buffer[count..];
        }
    }
}
