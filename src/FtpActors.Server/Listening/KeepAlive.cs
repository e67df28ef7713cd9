using System.Net.Sockets;

namespace FtpActors.Server.Listening;

/// <summary>Has the kernel probe a control connection that is silent, so that no router forgets it while a transfer or other long
/// work runs, and a peer that is gone is noticed.</summary>
/// <remarks>
/// It is all that a server may do there. RFC 959 §4.2 allows one preliminary reply per command, and clients such as curl and ftplib
/// take one that they do not expect for the last; a final reply that is begun early has told its code before anybody knows it.
/// RFC 1122 §4.2.3.6.
/// </remarks>
internal static class KeepAlive
{
    /// <summary>From one unanswered probe to the next.</summary>
    private const int IntervalSeconds = 15;

    /// <summary>Unanswered ones until the connection counts as lost.</summary>
    private const int Probes = 4;

    /// <param name="socket">Of a control connection.</param>
    /// <param name="silence">Before the first probe; infinite leaves it to the system.</param>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public static void Apply(Socket socket, TimeSpan silence)
    {
        if (silence == Timeout.InfiniteTimeSpan)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Math.Max(1, (int)silence.TotalSeconds));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
