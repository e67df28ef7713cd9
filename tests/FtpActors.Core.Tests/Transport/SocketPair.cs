using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>A TCP connection over loopback: our end as a transport, the peer's end as a socket.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(SocketDataTransport transport, Socket peer)
    {
        Transport = transport;
        Peer = peer;
    }

    public SocketDataTransport Transport { get; }

    public Socket Peer { get; }

    /// <param name="address">Loopback of IPv4 when null.</param>
    public static Task<SocketPair> Open(IPAddress? address = null) => Open(!OperatingSystem.IsLinux(), address);

    /// <param name="isPortable">Files go by what every platform has.</param>
    /// <param name="address">Loopback of IPv4 when null.</param>
    public static async Task<SocketPair> Open(bool isPortable, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var peer = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        await peer.ConnectAsync(listener.LocalEndPoint!);
        return new SocketPair(new SocketDataTransport(await listener.AcceptAsync(), isPortable), peer);
    }

    /// <summary>Everything the peer can still read.</summary>
    public async Task<byte[]> ReadToEnd()
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(Peer);
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    public async Task Write(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await Peer.SendAsync(bytes.AsMemory(sent), SocketFlags.None);
    }

    /// <summary>The peer cuts the connection with a RST.</summary>
    public void Reset()
    {
        Peer.LingerState = new LingerOption(true, 0);
        Peer.Dispose();
    }

    public void Dispose()
    {
        Transport.Abort();
        Peer.Dispose();
    }
}
