using Akka.TestKit;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Tests.Commands;

public sealed class SiteMsgSpecs : CommandHandlerSpecBase
{
    private readonly TestProbe _server;
    private readonly SessionState _state;

    public SiteMsgSpecs()
    {
        _server = CreateTestProbe("server");
        Server = _server;
        var state = LoggedInOn(new MemoryStorage());
        _state = state with { User = state.User! with { OverseesSessions = true } };
    }

    [Fact]
    public async Task SiteMsg_should_reply_200_with_the_number_of_all_who_are_logged_in()
    {
        var reply = Reply("SITE MSG * Going  down. ", _state);
        await _server.ExpectMsgAsync(new MessageSessions(new SessionFilter { OnlyLoggedIn = true }, "Message from demo: Going  down."));
        _server.Reply(new MessageQueued(3));
        Assert.Equal(new(200, "Sessions reached: 3."), await reply);
    }

    [Fact]
    public async Task SiteMsg_should_reply_200_to_a_session_number()
    {
        var reply = Reply("SITE MSG 42 Hello.", _state);
        await _server.ExpectMsgAsync(new MessageSessions(new SessionFilter { Id = 42 }, "Message from demo: Hello."));
        _server.Reply(new MessageQueued(1));
        Assert.Equal(200, (await reply).Code);
    }

    [Fact]
    public async Task SiteMsg_should_take_a_number_that_no_session_has_for_a_user()
    {
        var reply = Reply("SITE MSG 42 Hello.", _state);
        await _server.ExpectMsgAsync<MessageSessions>();
        _server.Reply(new MessageQueued(0));
        await _server.ExpectMsgAsync(new MessageSessions(new SessionFilter { User = "42" }, "Message from demo: Hello."));
        _server.Reply(new MessageQueued(2));
        Assert.Equal(new(200, "Sessions reached: 2."), await reply);
    }

    [Fact]
    public async Task SiteMsg_should_reply_550_when_it_reaches_nobody()
    {
        var reply = Reply("SITE MSG eve Hello.", _state);
        await _server.ExpectMsgAsync(new MessageSessions(new SessionFilter { User = "eve" }, "Message from demo: Hello."));
        _server.Reply(new MessageQueued(0));
        Assert.Equal(new(550, "eve: no such session or user."), await reply);
    }

    [Fact]
    public async Task SiteMsg_should_stay_within_the_host()
    {
        Send("SITE MSG eve Hello.", _state with { HostName = "ftp.example.org" });
        var message = await _server.ExpectMsgAsync<MessageSessions>();
        Assert.Equal(new SessionFilter { User = "eve", Host = "ftp.example.org" }, message.Filter);
    }

    [Fact]
    public async Task SiteMsg_should_reply_550_without_the_right() =>
        Assert.Equal(new(550, "SITE MSG: permission denied."), await Reply("SITE MSG * Hello.", LoggedInOn(new MemoryStorage())));

    [Theory]
    [InlineData("SITE MSG")]
    [InlineData("SITE MSG *")]
    [InlineData("SITE MSG eve  ")]
    public async Task SiteMsg_should_reply_501_without_a_text(string line) => Assert.Equal(501, (await Reply(line, _state)).Code);

    [Fact]
    public async Task SiteMsg_should_reply_501_to_a_text_that_would_be_cut()
    {
        var room = MessageLimits.LongestText - "Message from demo: ".Length;
        Assert.Equal(new(501, "Message too long by 1 characters."), await Reply($"SITE MSG * {new string('a', room + 1)}", _state));
        Send($"SITE MSG * {new string('a', room)}", _state);
        await _server.ExpectMsgAsync<MessageSessions>();
    }
}
