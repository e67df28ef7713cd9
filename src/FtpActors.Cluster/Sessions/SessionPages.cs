using System.Collections.Immutable;
using FtpActors.Cluster.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>A list of sessions, cut into messages.</summary>
internal static class SessionPages
{
    /// <returns>At least one.</returns>
    public static IEnumerable<SessionPage> Of(FtpNode node, SessionDirectoryProtocol.SessionList list, int mostBytes)
    {
        var page = ImmutableArray.CreateBuilder<SessionDescription>();
        var writer = new WireWriter();
        var start = 0;
        foreach (var session in list.Sessions)
        {
            var before = writer.Length;
            SessionMessages.Write(writer, session);
            if (page.Count > 0 && writer.Length - start > mostBytes)
            {
                yield return new SessionPage(node, page.DrainToImmutable(), list.Total, IsLast: false);
                start = before;
            }

            page.Add(session);
        }

        yield return new SessionPage(node, page.DrainToImmutable(), list.Total, IsLast: true);
    }
}
