using Akka.Actor;
using Akka.TestKit;
using FtpActors.Server.Accounts;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Tests.Accounts;

/// <summary>Somebody else counts the sessions of users, too.</summary>
public sealed class SharedSlotsSpecs : ActorSpecBase
{
    private readonly FakeSlots _shared = new();
    private readonly IActorRef _slots;
    private readonly TestProbe _session;

    public SharedSlotsSpecs()
        : base(SessionSpecBase.VirtualTime)
    {
        var accounts = new AccountOptions { Slots = _shared, SlotTimeout = TimeSpan.FromSeconds(7) };
        _slots = Sys.ActorOf(UserSlotsActor.Props(accounts), "user-slots");
        _session = CreateTestProbe("session");
    }

    [Fact]
    public async Task UserSlots_should_give_a_slot_once_all_servers_have_one()
    {
        _slots.Tell(new Claim("demo", 3), _session);
        var (claim, answer, _) = await _shared.Claimed();
        Assert.Equal((new UserKey("demo"), 3), (claim.User, claim.Limit));
        await Settled();
        Assert.False(_session.HasMessages);

        answer.SetResult(SlotAnswer.Taken);

        await _session.ExpectMsgAsync<Taken>();
    }

    [Fact]
    public async Task UserSlots_should_refuse_what_all_servers_together_have_not()
    {
        _slots.Tell(new Claim("demo", 1), _session);
        (await _shared.Claimed()).Answer.SetResult(SlotAnswer.Refused);

        Assert.False((await _session.ExpectMsgAsync<Refused>()).IsHostFull);
        _slots.Tell(new Claim("demo", 1), _session);
        await _shared.Claimed();
        Assert.False(_shared.HasReleased);
    }

    [Fact]
    public async Task UserSlots_should_ask_nobody_about_what_its_own_sessions_exceed()
    {
        await Take(_session, new Claim("demo", 1));

        _slots.Tell(new Claim("demo", 1), CreateTestProbe());
        var other = CreateTestProbe();
        await Take(other, new Claim("other", 1));
    }

    [Fact]
    public async Task UserSlots_should_release_the_slot_of_a_session_that_logs_out()
    {
        var claim = await Take(_session, new Claim("demo", 1));

        _slots.Tell(new Release(), _session);

        Assert.Equal(claim, await _shared.Released());
    }

    [Fact]
    public async Task UserSlots_should_release_a_slot_that_is_not_answered_yet_when_its_session_ends()
    {
        _slots.Tell(new Claim("demo", 1), _session);
        var (claim, answer, cancel) = await _shared.Claimed();

        _slots.Tell(new Release(), _session);

        Assert.Equal(claim, await _shared.Released());
        Assert.True(cancel.IsCancellationRequested);
        answer.SetResult(SlotAnswer.Taken);
        await Take(CreateTestProbe(), new Claim("demo", 1));
        Assert.False(_shared.HasReleased);
    }

    [Fact]
    public async Task UserSlots_should_release_all_slots_when_the_server_stops()
    {
        var claim = await Take(_session, new Claim("demo", 1));

        Sys.Stop(_slots);

        Assert.Equal(claim, await _shared.Released());
    }

    [Fact]
    public async Task UserSlots_should_not_wait_for_an_answer_longer_than_allowed()
    {
        _slots.Tell(new Claim("demo", 1), _session);
        var (claim, answer, cancel) = await _shared.Claimed();
        await Settled();

        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(7));

        await _session.ExpectMsgAsync<Unavailable>();
        Assert.Equal(claim, await _shared.Released());
        Assert.True(cancel.IsCancellationRequested);
        answer.SetResult(SlotAnswer.Taken);
        await Take(_session, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_take_a_failure_for_no_answer()
    {
        _slots.Tell(new Claim("demo", 1), _session);
        var (claim, answer, _) = await _shared.Claimed();

        answer.SetException(new TimeoutException());

        await _session.ExpectMsgAsync<Unavailable>();
        Assert.Equal(claim, await _shared.Released());
    }

    [Fact]
    public void No_time_at_all_to_answer_should_be_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccountOptions { SlotTimeout = TimeSpan.Zero });

    private async Task<SlotClaim> Take(TestProbe session, Claim claim)
    {
        _slots.Tell(claim, session);
        var (shared, answer, _) = await _shared.Claimed();
        answer.SetResult(SlotAnswer.Taken);
        await session.ExpectMsgAsync<Taken>();
        return shared;
    }

    private async Task Settled()
    {
        var probe = CreateTestProbe();
        _slots.Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }
}
