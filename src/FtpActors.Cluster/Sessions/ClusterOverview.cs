using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Cluster.Sessions.ClusterSessionsProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>SITE WHO and SITE MSG over all nodes. Sessions of the own node keep their numbers.</summary>
/// <param name="node">Top actor of the node, which starts after the server.</param>
/// <param name="self">The node.</param>
/// <param name="patience">Longer than an answer takes.</param>
internal sealed class ClusterOverview(ActorSelection node, FtpNode self, TimeSpan patience) : ISessionOverview
{
    public async Task<SessionOverview> List(SessionFilter filter, int most, CancellationToken cancel)
    {
        var list = await node.Ask<SessionList>(new ListSessions(filter, most), patience, cancel).ConfigureAwait(false);
        return new SessionOverview(
            [.. list.Sessions.OrderByDescending(session => session.Id.Node == self).Select(session => (NameOf(session.Id), session.Session))],
            list.Total,
            list.Missing.Length);
    }

    public async Task<int> Message(SessionFilter filter, string text, CancellationToken cancel) =>
        (await node.Ask<MessageQueued>(new MessageSessions(filter, text), patience, cancel).ConfigureAwait(false)).Sessions;

    public async Task<int> Message(string id, SessionFilter filter, string text, CancellationToken cancel)
    {
        if (!ClusterSessionId.TryParse(id, out var session))
            return 0;
        var message = new MessageSessions(filter with { Id = session!.Session }, text) { Node = session.Node };
        return (await node.Ask<MessageQueued>(message, patience, cancel).ConfigureAwait(false)).Sessions;
    }

    private string NameOf(ClusterSessionId id) => id.Node == self ? $"{id.Session}" : id.ToString();
}
