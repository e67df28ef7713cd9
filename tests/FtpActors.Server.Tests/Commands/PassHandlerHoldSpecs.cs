using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Commands;

/// <summary>In virtual time: what an address with many failed logins has to wait for.</summary>
public sealed class PassHandlerHoldSpecs : ActorSpecBase
{
    private readonly IPEndPoint _remote = new(IPAddress.Parse("192.0.2.66"), 40000);
    private readonly KnownUsers _users = new(new FtpUser { Name = "demo" });
    private readonly IActorRef _handler;
    private FtpServerOptions _options;

    public PassHandlerHoldSpecs()
        : base(SessionSpecBase.VirtualTime)
    {
        _handler = Sys.ActorOf(PassHandler.Props);
        _options = new FtpServerOptions { Storage = new MemoryStorage(), Authenticator = _users, Users = _users };
    }

    [Theory]
    [InlineData("secret", 230)]
    [InlineData("wrong", 530)]
    public async Task PassHandler_should_answer_right_and_wrong_passwords_equally_late_after_many_failures(string password, int code)
    {
        Fail(LoginOutcomes.HeldFrom);
        Send(password);
        await Advance(TimeSpan.FromSeconds(14.9));
        Assert.Null(_users.Checked);

        await Advance(TimeSpan.FromSeconds(0.1));

        var outcome = (await ExpectMsgAsync<Completed>()).Outcome;
        Assert.Equal(code, outcome.Reply?.Code);
        Assert.Equal(TimeSpan.Zero, outcome.Delay);
    }

    [Fact]
    public async Task PassHandler_should_hold_a_login_for_the_whole_delay_where_handlers_have_no_deadline()
    {
        _options = _options with { Timeouts = new() { Handler = Timeout.InfiniteTimeSpan } };
        Fail(LoginOutcomes.HeldFrom);
        Send("secret");
        await Advance(TimeSpan.FromSeconds(29.9));
        Assert.Null(_users.Checked);
        await Advance(TimeSpan.FromSeconds(0.1));
        await ExpectMsgAsync<Completed>();
    }

    [Fact]
    public async Task PassHandler_should_not_hold_logins_after_few_failures_or_without_a_delay()
    {
        Fail(LoginOutcomes.HeldFrom - 1);
        Send("secret");
        await ExpectMsgAsync<Completed>();

        Fail(1);
        _options = _options with { Limits = new() { LoginFailureDelay = TimeSpan.Zero } };
        Send("secret");
        await ExpectMsgAsync<Completed>();
    }

    [Fact]
    public async Task PassHandler_should_not_look_at_the_password_of_a_session_that_ended_meanwhile()
    {
        Fail(LoginOutcomes.HeldFrom);
        Send("secret", new CancellationToken(true));
        await Advance(TimeSpan.FromSeconds(15));
        Assert.Null(_users.Checked);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _options.LoginFailures.Add(_remote.Address);
    }

    private void Send(string password, CancellationToken cancel = default)
    {
        var context = new SessionContext(1, new(IPAddress.Loopback, 21), _remote, DateTime.UtcNow, _options, ActorRefs.Nobody);
        var state = SessionState.Initial with { PendingUser = "demo" };
        _handler.Tell(new Execute(1, new FtpCommand("PASS", password), FtpPath.Root, state, context, null, TestActor, cancel));
    }

    /// <summary>Lets time pass once the handler is at rest, and waits until it is again.</summary>
    private async Task Advance(TimeSpan time)
    {
        await _handler.Ask<ActorIdentity>(new Identify(null));
        ((TestScheduler)Sys.Scheduler).Advance(time);
        await _handler.Ask<ActorIdentity>(new Identify(null));
    }
}
