using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>The passive listeners of one local address. Not thread-safe.</summary>
/// <remarks>A port is bound when it is first needed and kept: binding anew for every transfer costs tens of times as much
/// once the range is full of connections in TIME_WAIT. A port somebody else has goes to the back of the queue.</remarks>
internal sealed class PassivePorts : IDisposable
{
    /// <summary>Ports that are tried for one request: the next request goes on behind them.</summary>
    private const int MostTries = 64;

    private readonly IPAddress _local;
    private readonly INetwork _network;
    private readonly CongestionControl _congestion;
    private readonly Stack<IDataListener> _free = new();
    private readonly Queue<int> _unbound = new();
    private readonly bool _anyPort;

    public PassivePorts(IPAddress local, PassiveOptions options, INetwork? network = null, CongestionControl? congestion = null)
    {
        _local = local;
        _network = network ?? TcpNetwork.Instance;
        _congestion = congestion ?? CongestionControl.Auto;
        _anyPort = options.FirstPort == 0;
        if (!_anyPort)
        {
            // Start anywhere in the range: two servers that share it then meet rarely.
            var count = options.LastPort - options.FirstPort + 1;
            var start = Random.Shared.Next(count);
            for (var i = 0; i < count; i++)
                _unbound.Enqueue(options.FirstPort + ((start + i) % count));
        }
    }

    /// <summary>A listener nobody else has, with an empty backlog, or null when the range is used up.</summary>
    public IDataListener? Take()
    {
        if (_free.TryPop(out var listener))
        {
            listener.Drain();
            return listener;
        }

        if (_anyPort)
            return TryBind(0, out _);
        for (var tries = Math.Min(_unbound.Count, MostTries); tries > 0; tries--)
        {
            var port = _unbound.Dequeue();
            if (TryBind(port, out var isTaken) is { } bound)
                return bound;
            _unbound.Enqueue(port);
            if (!isTaken)
                break;
        }

        return null;
    }

    public void Return(IDataListener listener)
    {
        if (_anyPort)
            listener.Dispose();
        else
            _free.Push(listener);
    }

    public void Dispose()
    {
        while (_free.TryPop(out var listener))
            listener.Dispose();
    }

    private IDataListener? TryBind(int port, out bool isTaken)
    {
        isTaken = false;
        try
        {
            return _network.ListenForData(new IPEndPoint(_local, port), _congestion);
        }
        catch (SocketException cause)
        {
            isTaken = cause.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;
            return null;
        }
    }
}
