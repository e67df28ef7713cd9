using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>Ranges of ports that nobody else uses, and calls to them.</summary>
internal static class LoopbackPorts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>An address of this machine's loopback network that no other spec uses.</summary>
    public static IPAddress FreshAddress() =>
        new([127, (byte)Random.Shared.Next(64, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);

    /// <summary>The first of <paramref name="count"/> ports in a row that can be bound on <paramref name="address"/>.</summary>
    public static int FreeRange(IPAddress address, int count)
    {
        while (true)
        {
            // Above, specs of other projects take theirs, at every address.
            var first = Random.Shared.Next(10_000, 19_000);
            if (Enumerable.Range(first, count).All(port => IsFree(address, port)))
                return first;
        }
    }

    public static bool IsFree(IPAddress address, int port)
    {
        try
        {
            DataListener.Bind(new IPEndPoint(address, port)).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Connects; the kernel takes the call whether anybody accepts it or not.</summary>
    public static async Task<Socket> Call(IPAddress address, int port, IPAddress? from = null)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from ?? address, 0));
        await socket.ConnectAsync(address, port).WaitAsync(Patience);
        return socket;
    }

    public static async Task AssertCut(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], SocketFlags.None).WaitAsync(Patience));
        }
        catch (SocketException cut)
        {
            Assert.Equal(SocketError.ConnectionReset, cut.SocketErrorCode);
        }
    }
}
