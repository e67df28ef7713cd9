using System.Collections.Concurrent;
using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.TestKit.Faults;

/// <summary>Another network, whose control connections can be dropped and held back.</summary>
internal sealed class FaultyNetwork(INetwork inner, TimeProvider time) : INetwork
{
    private readonly ConcurrentDictionary<(IPEndPoint Local, IPEndPoint Remote), FaultyControlTransport> _open = new();

    public TimeProvider Time => time;

    public IControlListener Listen(IPEndPoint endPoint, int backlog) => new FaultyControlListener(inner.Listen(endPoint, backlog), this);

    public IDataListener ListenForData(IPEndPoint local, CongestionControl congestion) => inner.ListenForData(local, congestion);

    public IActiveConnector Dial(IPAddress local, IPEndPoint target, CongestionControl congestion) => inner.Dial(local, target, congestion);

    /// <summary>Of a session; null when it is gone.</summary>
    public FaultyControlTransport? Find(SessionContext session) => _open.GetValueOrDefault((session.Local, session.Remote));

    public void Add(FaultyControlTransport transport) => _open[transport.Ends] = transport;

    public void Remove(FaultyControlTransport transport) => _open.TryRemove(new(transport.Ends, transport));
}
