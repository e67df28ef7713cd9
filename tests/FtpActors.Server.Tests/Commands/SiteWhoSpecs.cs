using System.Collections.Immutable;
using System.Net;
using Akka.TestKit;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Tests.Commands;

public sealed class SiteWhoSpecs : CommandHandlerSpecBase
{
    private readonly TestProbe _server;
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    public SiteWhoSpecs()
    {
        _server = CreateTestProbe("server");
        Server = _server;
    }

    [Fact]
    public async Task SiteWho_should_reply_211_with_a_line_per_session()
    {
        var reply = await Who(
            _state,
            Described(1),
            Described(2) with { User = "demo", Idle = TimeSpan.FromSeconds(61.9) },
            Described(3) with { User = "demo", Host = "ftp.example.org", Command = "SITE WHO" },
            Described(4) with
            {
                User = "eve\n",
                Command = "RETR a\u001bb",
                Transfer = new TransferStatus("RETR", FtpPath.Parse("/a\u001bb"), 3000, TimeSpan.FromSeconds(2)),
            });
        Assert.Equal(
            FtpReply.MultiLine(
                211,
                "Number, user, address, activity:",
                [
                    " 1 - 192.0.2.1 idle for 0 s",
                    " 2 demo 192.0.2.2 idle for 61 s",
                    " 3 demo@ftp.example.org 192.0.2.3 SITE WHO",
                    " 4 eve? 192.0.2.4 RETR /a?b: 3000 bytes, 1500 bytes/s",
                ],
                "Sessions: 4."),
            reply);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("ftp.example.org", "ftp.example.org")]
    public async Task SiteWho_should_ask_for_the_users_own_sessions(string? host, string asked) =>
        Assert.Equal(new SessionFilter { User = "demo", Host = asked }, await Asked(_state with { HostName = host }));

    [Theory]
    [InlineData(null)]
    [InlineData("ftp.example.org")]
    public async Task SiteWho_should_ask_for_all_sessions_or_those_of_the_host_by_right(string? host) =>
        Assert.Equal(new SessionFilter { Host = host }, await Asked(Overseeing(_state) with { HostName = host }));

    [Fact]
    public async Task SiteWho_should_ask_for_the_one_session_of_a_guest() =>
        Assert.Equal(new SessionFilter { Id = 1 }, await Asked(Guest(_state)));

    [Fact]
    public async Task SiteWho_should_show_a_guest_no_address_of_others_whatever_the_right()
    {
        var reply = await Who(Guest(Overseeing(_state)), Described(1) with { User = "anonymous" }, Described(2) with { User = "demo" });
        Assert.Equal([" 1 anonymous 192.0.2.1 idle for 0 s", " 2 demo - idle for 0 s"], reply.Lines[1..].ToArray());
    }

    [Fact]
    public async Task SiteWho_should_say_how_many_it_does_not_show()
    {
        Send("SITE WHO", Overseeing(_state));
        var query = await _server.ExpectMsgAsync<ListSessions>();
        _server.Reply(new SessionList([Described(1)], query.Most + 1));
        var completed = await Session.ExpectMsgAsync<Completed>();
        Assert.Equal("Only 1 sessions of 1001 are shown.", completed.Outcome.Reply?.Text);
    }

    [Fact]
    public async Task SiteWho_should_reply_501_with_an_argument_and_530_before_login()
    {
        Assert.Equal(501, (await Reply("SITE WHO all", _state)).Code);
        Assert.Equal(530, (await Reply("SITE WHO")).Code);
    }

    private static SessionState Overseeing(SessionState state) => state with { User = state.User! with { OverseesSessions = true } };

    private static SessionState Guest(SessionState state) => state with { User = state.User! with { Name = "anonymous", IsAnonymous = true } };

    private static SessionDescription Described(long id) => new()
    {
        Id = id,
        Remote = new IPEndPoint(IPAddress.Parse($"192.0.2.{id}"), 1024),
        Local = new IPEndPoint(IPAddress.Loopback, 21),
        Started = DateTime.UnixEpoch,
    };

    private async Task<SessionFilter?> Asked(SessionState state)
    {
        Send("SITE WHO", state);
        return (await _server.ExpectMsgAsync<ListSessions>()).Filter;
    }

    private async Task<FtpReply> Who(SessionState state, params SessionDescription[] sessions)
    {
        var reply = Reply("SITE WHO", state);
        await _server.ExpectMsgAsync<ListSessions>();
        _server.Reply(new SessionList(ImmutableArray.Create(sessions), sessions.Length));
        return await reply;
    }
}
