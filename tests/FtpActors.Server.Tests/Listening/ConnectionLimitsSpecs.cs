using System.Net;
using FtpActors.Server.Listening;

namespace FtpActors.Server.Tests.Listening;

public sealed class ConnectionLimitsSpecs
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress There = IPAddress.Parse("2001:db8::1");

    [Fact]
    public void ConnectionLimits_should_refuse_more_sessions_than_the_server_may_have()
    {
        var limits = new ConnectionLimits(new LimitOptions { MaxSessions = 2 });
        Assert.Null(limits.Enter(Here));
        Assert.Null(limits.Enter(There));

        Assert.Equal(421, limits.Enter(There)?.Code);

        Assert.Equal(2, limits.Sessions);
    }

    [Fact]
    public void ConnectionLimits_should_refuse_more_sessions_than_one_address_may_have()
    {
        var limits = new ConnectionLimits(new LimitOptions { MaxSessionsPerAddress = 1 });
        Assert.Null(limits.Enter(Here));

        Assert.Equal(421, limits.Enter(Here)?.Code);

        Assert.Null(limits.Enter(There));
        Assert.Equal(2, limits.Sessions);
    }

    [Fact]
    public void ConnectionLimits_should_admit_another_session_for_each_that_leaves()
    {
        var limits = new ConnectionLimits(new LimitOptions { MaxSessions = 2, MaxSessionsPerAddress = 1 });
        limits.Enter(Here);
        limits.Enter(There);

        limits.Leave(Here);

        Assert.Equal(1, limits.Sessions);
        Assert.Equal(421, limits.Enter(There)?.Code);
        Assert.Null(limits.Enter(Here));
    }

    [Fact]
    public void ConnectionLimits_should_not_count_a_session_that_was_refused()
    {
        var limits = new ConnectionLimits(new LimitOptions { MaxSessions = 1 });
        limits.Enter(Here);
        limits.Enter(There);

        limits.Leave(Here);

        Assert.Equal(0, limits.Sessions);
        Assert.Null(limits.Enter(There));
    }
}
