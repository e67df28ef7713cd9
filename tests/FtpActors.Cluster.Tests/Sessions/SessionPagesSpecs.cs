using System.Net;
using FtpActors.Cluster.Sessions;
using FtpActors.Server.Sessions;

namespace FtpActors.Cluster.Tests.Sessions;

public sealed class SessionPagesSpecs
{
    private static readonly FtpNode Node = new("host", 1, 1);

    [Fact]
    public void Many_sessions_should_be_cut_into_pages_that_hold_all_in_order()
    {
        var sessions = Enumerable.Range(1, 1000).Select(id => new SessionDescription
        {
            Id = id,
            Command = new string('x', 40),
            Remote = new IPEndPoint(IPAddress.Loopback, 1),
            Local = new IPEndPoint(IPAddress.Loopback, 2),
            Started = DateTime.UnixEpoch,
        });

        var pages = SessionPages.Of(Node, new SessionDirectoryProtocol.SessionList([.. sessions], 2000), 10_000).ToArray();

        Assert.InRange(pages.Length, 8, 10);
        Assert.Equal(Enumerable.Range(1, 1000).Select(id => (long)id), pages.SelectMany(page => page.Sessions).Select(session => session.Id));
        Assert.All(pages[..^1], page => Assert.False(page.IsLast));
        Assert.True(pages[^1].IsLast);
        Assert.All(pages, page => Assert.Equal(2000, page.Total));
    }

    [Fact]
    public void No_session_should_be_one_page() =>
        Assert.True(Assert.Single(SessionPages.Of(Node, new SessionDirectoryProtocol.SessionList([], 0), 1)) is { IsLast: true, Sessions: [] });
}
