using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public class SessionFilterSpecs
{
    private static readonly SessionState Nobody = SessionState.Initial;
    private static readonly SessionState Eve = Nobody with { User = new FtpUser { Name = "eve" } };
    private static readonly SessionState EveOfHost = Eve with { HostName = "ftp.example.org" };

    [Fact]
    public void SessionFilter_should_hold_for_every_session_where_nothing_is_set() =>
        Assert.All([Nobody, Eve, EveOfHost], state => Assert.True(SessionFilter.All.Holds(7, state)));

    [Fact]
    public void SessionFilter_should_hold_where_everything_holds_that_is_set()
    {
        Check(new SessionFilter { User = "eve" }, nobody: false, eve: true, eveOfHost: true);
        Check(new SessionFilter { User = "Eve" }, nobody: false, eve: false, eveOfHost: false);
        Check(new SessionFilter { Host = "" }, nobody: true, eve: true, eveOfHost: false);
        Check(new SessionFilter { Host = "FTP.example.org" }, nobody: false, eve: false, eveOfHost: true);
        Check(new SessionFilter { OnlyLoggedIn = true }, nobody: false, eve: true, eveOfHost: true);
        Check(new SessionFilter { Id = 7, Host = "" }, nobody: true, eve: true, eveOfHost: false);
        Check(new SessionFilter { Id = 8 }, nobody: false, eve: false, eveOfHost: false);
    }

    private static void Check(SessionFilter filter, bool nobody, bool eve, bool eveOfHost) =>
        Assert.Equal((nobody, eve, eveOfHost), (filter.Holds(7, Nobody), filter.Holds(7, Eve), filter.Holds(7, EveOfHost)));
}
