using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Blocking;
using FtpActors.Core.Tls;
using static FtpActors.Server.Listening.ListenerProtocol;

namespace FtpActors.Server.Listening;

/// <summary>Accepts connections on one address, each against a permit, so that accepting pauses while none is left.</summary>
internal sealed class Acceptor : IDisposable
{
    /// <summary>Connections accepted without waiting once, before others on the thread have their turn.</summary>
    private const int MostAtOnce = 16;

    private readonly Socket _socket;
    private readonly SemaphoreSlim _permits;
    private readonly SemaphoreSlim _resumed = new(0);
    private volatile bool _isDisposed;

    private Acceptor(Socket socket, SemaphoreSlim permits, TlsPolicy tlsPolicy, bool isImplicitTls)
    {
        _socket = socket;
        _permits = permits;
        TlsPolicy = tlsPolicy;
        IsImplicitTls = isImplicitTls;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>With the real port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Of every connection that comes here.</summary>
    public TlsPolicy TlsPolicy { get; }

    /// <summary>Connections begin with TLS.</summary>
    public bool IsImplicitTls { get; }

    public bool HasTls => IsImplicitTls || TlsPolicy != TlsPolicy.Off;

    /// <summary>Binds; the kernel collects connections from now on.</summary>
    /// <param name="endPoint">An IPv6 wildcard also serves IPv4.</param>
    /// <param name="backlog">Connections the kernel holds.</param>
    /// <param name="permits">One is taken for every connection; whoever ends the connection releases it.</param>
    /// <param name="tlsPolicy">See <see cref="TlsPolicy"/>.</param>
    /// <param name="isImplicitTls">See <see cref="IsImplicitTls"/>.</param>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public static Acceptor Bind(
        IPEndPoint endPoint, int backlog, SemaphoreSlim permits, TlsPolicy tlsPolicy = TlsPolicy.Off, bool isImplicitTls = false)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = endPoint.Address.Equals(IPAddress.IPv6Any);
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return new Acceptor(socket, permits, tlsPolicy, isImplicitTls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Starts accepting; <paramref name="listener"/> hears of every connection.</summary>
    public void Start(IActorRef listener) => _ = Accept(listener);

    /// <summary>Goes on after <see cref="AcceptFailed"/>.</summary>
    public void Resume() => _resumed.Release();

    public void Dispose()
    {
        _isDisposed = true;
        _socket.Dispose();
        _resumed.Release();
    }

    private async Task Accept(IActorRef listener)
    {
        Action<Accepted> deliver = accepted => listener.Tell(accepted);
        var atOnce = 0;
        while (true)
        {
            await _permits.WaitAsync().ConfigureAwait(false);
            try
            {
                var accepting = _socket.AcceptAsync();
                atOnce = accepting.IsCompleted ? atOnce + 1 : 0;
                var socket = await accepting.ConfigureAwait(false);
                if (_isDisposed)
                    socket.Dispose();
                else
                    Turn.Take(deliver, new Accepted(socket, this));
                if (atOnce >= MostAtOnce)
                {
                    // A flood of connections would keep the thread from all that it polls for.
                    atOnce = 0;
                    await Task.Yield();
                }
            }
            catch (Exception cause) when (_isDisposed && cause is SocketException or ObjectDisposedException)
            {
                _permits.Release();
                return;
            }
            catch (SocketException cause)
            {
                _permits.Release();
                listener.Tell(new AcceptFailed(this, cause));
                await _resumed.WaitAsync().ConfigureAwait(false);
            }
        }
    }
}
