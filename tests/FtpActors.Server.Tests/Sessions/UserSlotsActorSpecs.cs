using Akka.Actor;
using Akka.TestKit;
using FtpActors.Server.Accounts;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Tests.Sessions;

public sealed class UserSlotsActorSpecs : ActorSpecBase
{
    private readonly IActorRef _slots;
    private readonly TestProbe _first;
    private readonly TestProbe _second;

    public UserSlotsActorSpecs()
    {
        _slots = Sys.ActorOf(UserSlotsActor.Props(new AccountOptions()), "user-slots");
        _first = CreateTestProbe("first");
        _second = CreateTestProbe("second");
    }

    [Fact]
    public async Task UserSlots_should_refuse_a_user_who_has_as_many_sessions_as_allowed()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));

        await Expect<Refused>(_second, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_count_each_user_by_exact_name()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));

        await Expect<Taken>(_second, new Claim("Demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_go_by_the_limit_of_each_claim()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));

        await Expect<Taken>(_second, new Claim("demo", 2));
    }

    [Fact]
    public async Task UserSlots_should_have_a_released_slot_free_again()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));

        _slots.Tell(new Release(), _first);

        await Expect<Taken>(_second, new Claim("demo", 1));
        await Expect<Refused>(_first, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_take_no_harm_from_a_release_without_a_slot()
    {
        _slots.Tell(new Release(), _first);
        _slots.Tell(new Release(), _first);

        await Expect<Taken>(_first, new Claim("demo", 1));
        await Expect<Refused>(_second, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_free_a_slot_once_when_a_session_releases_it_twice()
    {
        var third = CreateTestProbe("third");
        await Expect<Taken>(_first, new Claim("demo", 2));
        await Expect<Taken>(_second, new Claim("demo", 2));
        _slots.Tell(new Release(), _first);
        _slots.Tell(new Release(), _first);

        await Expect<Taken>(third, new Claim("demo", 2));
        await Expect<Refused>(CreateTestProbe(), new Claim("demo", 2));
    }

    [Fact]
    public async Task UserSlots_should_free_the_former_slot_of_a_session_that_claims_another()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));
        await Expect<Taken>(_first, new Claim("other", 1));

        await Expect<Taken>(_second, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_give_a_session_that_claims_again_one_slot()
    {
        await Expect<Taken>(_first, new Claim("demo", 1));

        await Expect<Taken>(_first, new Claim("demo", 1));
    }

    [Fact]
    public async Task UserSlots_should_refuse_a_host_that_has_as_many_sessions_as_allowed()
    {
        await Expect<Taken>(_first, new Claim(new("one", "a"), 9, 1));
        await Expect<Taken>(CreateTestProbe(), new Claim(new("two", "b"), 9, 1));
        await Expect<Taken>(CreateTestProbe(), new Claim("two", 9, 1));
        Assert.True((await Expect<Refused>(_second, new Claim(new("two", "a"), 9, 1))).IsHostFull);

        _slots.Tell(new Release(), _first);
        await Expect<Taken>(_second, new Claim(new("two", "a"), 9, 1));
    }

    [Fact]
    public async Task UserSlots_should_tell_a_user_of_a_host_from_a_user_of_such_a_name()
    {
        await Expect<Taken>(_first, new Claim(new("bob", "example.org"), 1));
        await Expect<Taken>(_second, new Claim("bob@example.org", 1));
    }

    private async Task<T> Expect<T>(TestProbe session, Claim claim)
    {
        _slots.Tell(claim, session);
        return await session.ExpectMsgAsync<T>();
    }
}
