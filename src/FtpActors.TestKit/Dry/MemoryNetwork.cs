using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit.Dry;

/// <summary>A network in memory, for one server and its clients. Every address is somebody's, whoever uses it.</summary>
internal sealed class MemoryNetwork(Work work) : INetwork, IClientNetwork
{
    private const int FirstFreePort = 40_000;

    /// <summary>Nobody listens there.</summary>
    private const int RefusingPort = 9;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, MemoryListener> _listeners = [];
    private int _lastPort = FirstFreePort;

    /// <summary>Where clients call from that do not care. Of TEST-NET-2, and of the prefix for documentation (RFC 5737, RFC 3849).</summary>
    public static IPAddress ClientAddress(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? IPAddress.Parse("198.51.100.1") : IPAddress.Parse("2001:db8::c");

    public static int RefusingPortOf(IPAddress address) => RefusingPort;

    IControlListener INetwork.Listen(IPEndPoint endPoint, int backlog) => new MemoryControlListener(Listen(endPoint));

    public IDataListener ListenForData(IPEndPoint local, CongestionControl congestion) => new MemoryDataListener(Listen(local));

    IActiveConnector INetwork.Dial(IPAddress local, IPEndPoint target, CongestionControl congestion) => new MemoryDialer(this, local, target);

    ValueTask<IClientConnection> IClientNetwork.Dial(IPEndPoint target, IPAddress? from, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return new(new MemoryClientConnection(Connect(from ?? ClientAddress(target.AddressFamily), target)));
    }

    IClientListener IClientNetwork.Listen(IPAddress local) => new MemoryClientListener(Listen(new IPEndPoint(local, 0)));

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public MemoryConnection Connect(IPAddress from, IPEndPoint target)
    {
        MemoryListener? listener;
        IPEndPoint caller;
        lock (_lock)
        {
            caller = new IPEndPoint(from, FreePort(from));
            listener = _listeners.GetValueOrDefault(target)
                ?? _listeners.GetValueOrDefault(new IPEndPoint(IPAddress.IPv6Any, target.Port))
                ?? _listeners.GetValueOrDefault(new IPEndPoint(IPAddress.Any, target.Port));
        }

        var (own, other) = MemoryConnection.Pair(caller, target, work);
        return listener is not null && listener.Offer(other) ? own : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    public void Remove(MemoryListener listener)
    {
        lock (_lock)
            _listeners.Remove(listener.Local);
    }

    /// <summary>Under the lock. Begins anew after the last one.</summary>
    private int FreePort(IPAddress address)
    {
        do
        {
            _lastPort = _lastPort < IPEndPoint.MaxPort ? _lastPort + 1 : FirstFreePort;
        }
        while (_listeners.ContainsKey(new IPEndPoint(address, _lastPort)));
        return _lastPort;
    }

    private MemoryListener Listen(IPEndPoint endPoint)
    {
        lock (_lock)
        {
            var local = endPoint.Port == 0 ? new IPEndPoint(endPoint.Address, FreePort(endPoint.Address)) : endPoint;
            var listener = new MemoryListener(this, local, work);
            return _listeners.TryAdd(local, listener) ? listener : throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }
    }
}
