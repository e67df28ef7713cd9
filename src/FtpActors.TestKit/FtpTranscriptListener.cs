using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit;

/// <summary>Where the server may connect to in active mode.</summary>
public sealed class FtpTranscriptListener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly FtpTranscriptDeadline _deadline;

    internal FtpTranscriptListener(IPAddress address, FtpTranscriptDeadline deadline)
    {
        _deadline = deadline;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(address, 0));
        _socket.Listen(1);
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>What PORT or EPRT announced.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The server's connection.</summary>
    public async Task<FtpTranscriptData> Accept()
    {
        var socket = await _deadline.Bound("the server to connect", _socket.AcceptAsync);
        socket.NoDelay = true;
        return new FtpTranscriptData(socket, _deadline);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
