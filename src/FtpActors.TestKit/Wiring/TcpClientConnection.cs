using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Wiring;

/// <summary>Over a socket, which it owns.</summary>
internal sealed class TcpClientConnection(Socket socket) : IClientConnection
{
    public IPEndPoint Local { get; } = (IPEndPoint)socket.LocalEndPoint!;

    public IPEndPoint Remote { get; } = (IPEndPoint)socket.RemoteEndPoint!;

    public ValueTask<int> Receive(Memory<byte> buffer, CancellationToken cancel) => socket.ReceiveAsync(buffer, cancel);

    public async ValueTask Send(ReadOnlyMemory<byte> bytes, bool isUrgent, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, isUrgent ? SocketFlags.OutOfBand : SocketFlags.None, cancel).ConfigureAwait(false)..];
    }

    public void CompleteSend() => socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public Stream OpenStream() => new NetworkStream(socket, ownsSocket: false);

    public void Dispose() => socket.Dispose();
}
