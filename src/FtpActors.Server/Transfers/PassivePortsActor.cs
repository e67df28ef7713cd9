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
    private readonly CongestionControl _congestion;
    private readonly Dictionary<IPAddress, PassivePorts> _ports = [];
    private readonly Dictionary<IActorRef, List<PassiveLoan>> _loans = [];

    /// <summary>Everything on loan, also what the session that borrowed it died with and that has not come back yet.</summary>
    private readonly HashSet<PassiveLoan> _lent = [];

    public PassivePortsActor(PassiveOptions options, INetwork network, CongestionControl congestion) =>
        (_options, _network, _congestion) = (options, network, congestion);

    /// <summary>Half of a range stays for those who come.</summary>
    private bool IsHalfFree => _options.FirstPort != 0 && _lent.Count < (_options.LastPort - _options.FirstPort + 1) / 2;

    /// <param name="options">The range of ports.</param>
    /// <param name="network">Null for TCP.</param>
    /// <param name="congestion">Of what is sent; <see cref="CongestionControl.Auto"/> when null.</param>
    public static Props Props(PassiveOptions options, INetwork? network = null, CongestionControl? congestion = null) =>
        Akka.Actor.Props.Create(() => new PassivePortsActor(options, network ?? TcpNetwork.Instance, congestion ?? CongestionControl.Auto));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckOut checkOut:
                Sender.Tell(Lend(checkOut));
                break;
            case PassiveLoan.Returned returned:
                TakeBack(returned.Loan);
                break;
            case Terminated terminated:
                if (_loans.Remove(terminated.ActorRef, out var orphans))
                    orphans.ForEach(loan => loan.Abandon());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        foreach (var loan in _lent)
            loan.Close();
        foreach (var ports in _ports.Values)
            ports.Dispose();
    }

    private IEvent Lend(CheckOut checkOut)
    {
        if (!_ports.TryGetValue(checkOut.Local, out var ports))
            _ports.Add(checkOut.Local, ports = new PassivePorts(checkOut.Local, _options, _network, _congestion));
        if ((ports.Take() ?? Reclaim(checkOut.Local)) is not { } listener)
            return new NoPortFree(checkOut.Tag);
        var loan = new PassiveLoan(checkOut.Local, listener, checkOut.Session, Self, checkOut.MayKeep && IsHalfFree);
        var connector = loan.TryUse(checkOut.Peer, Context.System.Scheduler.Now)!;
        if (!_loans.TryGetValue(checkOut.Session, out var loans))
        {
            _loans.Add(checkOut.Session, loans = []);
            Context.Watch(checkOut.Session);
        }

        loans.Add(loan);
        _lent.Add(loan);
        return new CheckedOut(connector, checkOut.Tag);
    }

    /// <summary>Where every port is lent: what a session keeps and does not use, or else what one announced long ago, which it has to give up.</summary>
    private IDataListener? Reclaim(IPAddress local)
    {
        var longAgo = Context.System.Scheduler.Now - LongestUnused;
        var found = _lent.FirstOrDefault(loan => loan.Local.Equals(local) && loan.TryTake());
        if (found is null)
        {
            (found, var announced) = _lent
                .Select(static loan => (Loan: loan, loan.Connector))
                .Where(use => use.Loan.Local.Equals(local) && use.Connector is { IsAnnounced: true } connector && connector.AnnouncedAt <= longAgo)
                .OrderBy(static use => use.Connector!.AnnouncedAt)
                .FirstOrDefault();
            if (found is null || !found.TrySeize(announced!))
                return null;
        }

        Forget(found).Listener.Drain();
        return found.Listener;
    }

    private void TakeBack(PassiveLoan loan)
    {
        // Else it was lent before a restart, which closed it, was taken already, or its session uses it again.
        if (_lent.Contains(loan) && loan.TryTake())
            _ports[loan.Local].Return(Forget(loan).Listener);
    }

    private PassiveLoan Forget(PassiveLoan loan)
    {
        _lent.Remove(loan);
        if (_loans.TryGetValue(loan.Session, out var loans))
            loans.Remove(loan);
        return loan;
    }
}
