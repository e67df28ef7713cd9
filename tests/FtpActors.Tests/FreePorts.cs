using System.Net;
using System.Net.Sockets;

namespace FtpActors.Tests;

/// <summary>Ports for who must be told one before it listens, and for those at which nobody may listen afterwards.</summary>
/// <remarks>The system gives none of these by itself: one that it had given and taken back might be anybody's a moment later.</remarks>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 6_000;

    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port of loopback at which nobody listens, and which is given to nobody else in this process. Others begin elsewhere.</summary>
    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next, then.
            }
        }

        throw new InvalidOperationException("No port is free.");
    }
}
