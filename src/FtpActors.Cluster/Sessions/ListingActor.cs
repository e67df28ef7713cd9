using System.Collections.Immutable;
using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Lists the sessions of all nodes.</summary>
internal sealed class ListingActor : GatheringActor
{
    private readonly int _most;
    private readonly SortedDictionary<FtpNode, (ImmutableArray<SessionDescription> Sessions, int Total)> _pages = [];

    public ListingActor(ClusterContext context, ClusterSessionsProtocol.ListSessions list, IActorRef client)
        : base(context, new FindSessions(list.Filter ?? SessionFilter.All, list.Most), client) => _most = list.Most;

    public static Props Props(ClusterContext context, ClusterSessionsProtocol.ListSessions list, IActorRef client) =>
        Akka.Actor.Props.Create(() => new ListingActor(context, list, client));

    protected override bool OnAnswer(ISessionEvent answer)
    {
        if (answer is not SessionPage page)
            return false;
        var before = _pages.TryGetValue(page.Node, out var pages) ? pages.Sessions : [];
        _pages[page.Node] = (before.AddRange(page.Sessions), page.Total);
        return page.IsLast;
    }

    protected override object Outcome(ImmutableArray<FtpNode> missing)
    {
        var whole = _pages.Where(page => !missing.Contains(page.Key)).ToArray();
        var sessions = whole.SelectMany(page => page.Value.Sessions.Select(session => new ClusterSession(new ClusterSessionId(page.Key, session.Id), session)));
        return new ClusterSessionsProtocol.SessionList([.. sessions.Take(_most)], whole.Sum(page => page.Value.Total), missing);
    }
}
