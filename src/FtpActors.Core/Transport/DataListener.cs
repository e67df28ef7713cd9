using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FtpActors.Core.Transport;

/// <summary>A passive port: bound once, lent to one session after the other.</summary>
public sealed class DataListener : IDataListener
{
    private const int Backlog = 16;

    // F_SETFL, O_NONBLOCK, SOCK_CLOEXEC.
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private readonly Socket _socket;

    private DataListener(Socket socket)
    {
        _socket = socket;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>Binds and listens. Port 0 takes a free port.</summary>
    /// <param name="local">Address and port.</param>
    /// <param name="congestion">Of the connections that are accepted; <see cref="CongestionControl.Auto"/> when null.</param>
    /// <exception cref="SocketException">The port is taken, or the address is not ours.</exception>
    public static DataListener Bind(IPEndPoint local, CongestionControl? congestion = null)
    {
        // Linux's connections inherit what their listener has; that it does not block, .NET sets on each by two calls, which most never need.
        var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = OperatingSystem.IsLinux(), NoDelay = true };
        try
        {
            (congestion ?? CongestionControl.Auto).ApplyTo(socket, local.Address);
            socket.Bind(local);
            socket.Listen(Backlog);
            if (OperatingSystem.IsLinux() && Control(socket.SafeHandle, SetFlags, NonBlocking) != 0)
                throw new SocketException(Marshal.GetLastPInvokeError());
            return new DataListener(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Accepts the first connection that comes from <paramref name="peer"/>; others are cut.</summary>
    /// <exception cref="DataConnectionException">The listener was disposed or failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public async Task<IDataTransport> Accept(IPAddress peer, CancellationToken cancel)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync(cancel).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
            {
                throw new DataConnectionException(DataConnectionFault.NotOpened, $"Port {Port} does not accept.", cause);
            }

            if (IsFrom(socket, peer))
            {
                if (!OperatingSystem.IsLinux())
                    socket.NoDelay = true;
                return new SocketDataTransport(socket);
            }

            socket.Dispose();
        }
    }

    /// <summary>Cuts connections that came while nobody was waiting. Does not block.</summary>
    public void Drain()
    {
        if (OperatingSystem.IsLinux())
        {
            for (var drained = 0; drained < 2 * Backlog && AcceptNow(_socket.SafeHandle, 0, 0, CloseOnExec) is >= 0 and var late; drained++)
                Close(late);
            return;
        }

        for (var drained = 0; drained < 2 * Backlog && _socket.Poll(0, SelectMode.SelectRead); drained++)
        {
            try
            {
                _socket.Accept().Dispose();
            }
            catch (SocketException)
            {
                // The connection went away between the two calls, which is what was wanted.
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsFrom(Socket socket, IPAddress peer)
    {
        try
        {
            return PeerAddress.Plain(((IPEndPoint)socket.RemoteEndPoint!).Address).Equals(peer);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeSocketHandle socket, int command, nint argument);

    /// <summary>A descriptor, or -1.</summary>
    [DllImport("libc", EntryPoint = "accept4")]
    private static extern int AcceptNow(SafeSocketHandle socket, nint address, nint length, int flags);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
