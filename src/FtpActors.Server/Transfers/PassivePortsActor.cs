using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;
using static FtpActors.Server.Transfers.PassivePortsProtocol;

namespace FtpActors.Server.Transfers;

/// <summary>The pool of passive listeners: lends each to one session at a time and takes back those of sessions that died.</summary>
internal sealed class PassivePortsActor : UntypedActor
{
    /// <summary>Clients connect within a moment of the announcement.</summary>
    private static readonly TimeSpan LongestUnused = TimeSpan.FromSeconds(15);

    private readonly PassiveOptions _options;
    private readonly INetwork _network;
    private readonly Dictionary<IPAddress, PassivePorts> _ports = [];
    private readonly Dictionary<IActorRef, List<PassiveConnector>> _loans = [];

    /// <summary>Everything on loan, also what the session that borrowed it died with and that has not come back yet.</summary>
    private readonly HashSet<PassiveConnector> _lent = [];

    public PassivePortsActor(PassiveOptions options, INetwork network) => (_options, _network) = (options, network);

    /// <param name="options">The range of ports.</param>
    /// <param name="network">Null for TCP.</param>
    public static Props Props(PassiveOptions options, INetwork? network = null) =>
        Akka.Actor.Props.Create(() => new PassivePortsActor(options, network ?? TcpNetwork.Instance));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckOut checkOut:
                Sender.Tell(Lend(checkOut));
                break;
            case PassiveConnector.Returned returned:
                TakeBack(returned.Connector);
                break;
            case Terminated terminated:
                // Each comes back as Returned once nobody waits on it.
                if (_loans.Remove(terminated.ActorRef, out var orphans))
                    orphans.ForEach(connector => connector.Dispose());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        foreach (var connector in _lent)
        {
            connector.Dispose();
            connector.Listener.Dispose();
        }

        foreach (var ports in _ports.Values)
            ports.Dispose();
    }

    private IEvent Lend(CheckOut checkOut)
    {
        if (!_ports.TryGetValue(checkOut.Local, out var ports))
            _ports.Add(checkOut.Local, ports = new PassivePorts(checkOut.Local, _options, _network));
        if ((ports.Take() ?? Reclaim(checkOut.Local)) is not { } listener)
            return new NoPortFree(checkOut.Tag);
        var connector = new PassiveConnector(checkOut.Local, listener, checkOut.Peer, checkOut.Session, Self) { Lent = Context.System.Scheduler.Now };
        if (!_loans.TryGetValue(checkOut.Session, out var loans))
        {
            _loans.Add(checkOut.Session, loans = []);
            Context.Watch(checkOut.Session);
        }

        loans.Add(connector);
        _lent.Add(connector);
        return new CheckedOut(connector, checkOut.Tag);
    }

    /// <summary>Where every port is lent, a session that announced one long ago and does not use it has to give it up.</summary>
    private IDataListener? Reclaim(IPAddress local)
    {
        var longAgo = Context.System.Scheduler.Now - LongestUnused;
        var oldest = _lent
            .Where(connector => connector.Lent <= longAgo && connector.IsAnnounced && connector.Local.Equals(local))
            .MinBy(connector => connector.Lent);
        if (oldest is null || !oldest.TryGiveUp())
            return null;
        Forget(oldest).Listener.Drain();
        return oldest.Listener;
    }

    private void TakeBack(PassiveConnector connector)
    {
        if (!_lent.Contains(connector))
        {
            // Lent before a restart, which closed it.
            connector.Listener.Dispose();
            return;
        }

        _ports[connector.Local].Return(Forget(connector).Listener);
    }

    private PassiveConnector Forget(PassiveConnector connector)
    {
        _lent.Remove(connector);
        if (_loans.TryGetValue(connector.Session, out var loans))
            loans.Remove(connector);
        return connector;
    }
}
