using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>A control connection over a TCP socket, which it owns.</summary>
/// <param name="socket">Connected.</param>
/// <param name="isPrepared">It has inherited what <see cref="Prepare"/> sets.</param>
internal sealed class SocketControlTransport(Socket socket, bool isPrepared = false) : IControlTransport
{
    private const int MostDrained = 64 * 1024;

    public IPEndPoint Local => PeerAddress.Plain((IPEndPoint)socket.LocalEndPoint!);

    public IPEndPoint Remote => PeerAddress.Plain((IPEndPoint)socket.RemoteEndPoint!);

    public int Available => socket.Available;

    public Stream? Open(bool needsStream)
    {
        // Only its constructor wants a socket that blocks. What is synchronous here would wait behind a read of TLS for ever.
        var stream = needsStream ? new NetworkStream(socket, ownsSocket: false) : null;
        socket.Blocking = false;
        if (!isPrepared)
            Prepare(socket);
        return stream;
    }

    /// <summary>A connection; or its listener, from which it inherits that on Linux.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        // Synch before ABOR comes as urgent data: kept in its place in the stream, where the framing skips it.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
    }

    public void Probe(TimeSpan silence, TimeSpan interval, int count)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)silence.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)interval.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, count);
    }

    public ValueTask<int> Receive(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    public async ValueTask<bool> AwaitData(CancellationToken cancel) =>
        await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancel).ConfigureAwait(false) > 0;

    public int SendNow(ReadOnlySpan<byte> bytes)
    {
        var sent = socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new SocketException((int)error),
        };
    }

    public ValueTask<int> Send(ReadOnlyMemory<byte> bytes) => socket.SendAsync(bytes, SocketFlags.None);

    public void Finish()
    {
        // Unread input would make the kernel reset the connection and the client lose the last reply.
        Span<byte> rest = stackalloc byte[512];
        var error = SocketError.Success;
        for (var drained = 0; drained < MostDrained && error == SocketError.Success && socket.Available > 0;)
            drained += Math.Max(1, socket.Receive(rest, SocketFlags.None, out error));
        socket.Shutdown(SocketShutdown.Both);
    }

    public void Reset()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // It is lost already.
        }

        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();
}
