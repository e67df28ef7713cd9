using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Blocking;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using static FtpActors.Server.Listening.ListenerProtocol;

namespace FtpActors.Server.Listening;

/// <summary>Accepts connections on one address, each against a permit, so that accepting pauses while none is left.</summary>
internal sealed class Acceptor : IDisposable
{
    /// <summary>Connections accepted without waiting once, before others on the thread have their turn.</summary>
    private const int MostAtOnce = 16;

    private readonly IControlListener _listener;
    private readonly SemaphoreSlim _permits;
    private readonly SemaphoreSlim _resumed = new(0);
    private volatile bool _isDisposed;

    private Acceptor(IControlListener listener, SemaphoreSlim permits, TlsPolicy tlsPolicy, bool isImplicitTls)
    {
        _listener = listener;
        _permits = permits;
        TlsPolicy = tlsPolicy;
        IsImplicitTls = isImplicitTls;
        Local = listener.Local;
    }

    /// <summary>With the real port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Of every connection that comes here.</summary>
    public TlsPolicy TlsPolicy { get; }

    /// <summary>Connections begin with TLS.</summary>
    public bool IsImplicitTls { get; }

    public bool HasTls => IsImplicitTls || TlsPolicy != TlsPolicy.Off;

    /// <summary>Binds; connections are collected from now on.</summary>
    /// <param name="network">Where they come from.</param>
    /// <param name="endPoint">An IPv6 wildcard also serves IPv4.</param>
    /// <param name="backlog">Connections that wait to be accepted.</param>
    /// <param name="permits">One is taken for every connection; whoever ends the connection releases it.</param>
    /// <param name="tlsPolicy">See <see cref="TlsPolicy"/>.</param>
    /// <param name="isImplicitTls">See <see cref="IsImplicitTls"/>.</param>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public static Acceptor Bind(
        INetwork network, IPEndPoint endPoint, int backlog, SemaphoreSlim permits, TlsPolicy tlsPolicy = TlsPolicy.Off, bool isImplicitTls = false) =>
        new(network.Listen(endPoint, backlog), permits, tlsPolicy, isImplicitTls);

    /// <summary>Starts accepting; <paramref name="listener"/> hears of every connection.</summary>
    public void Start(IActorRef listener) => _ = Accept(listener);

    /// <summary>Goes on after <see cref="AcceptFailed"/>.</summary>
    public void Resume() => _resumed.Release();

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Dispose();
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
                var accepting = _listener.Accept();
                atOnce = accepting.IsCompleted ? atOnce + 1 : 0;
                var transport = await accepting.ConfigureAwait(false);
                if (_isDisposed)
                    transport.Dispose();
                else
                    Turn.Take(deliver, new Accepted(transport, this));
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
