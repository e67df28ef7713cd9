using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Accounts;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Accounts;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionLoginSpecs : SessionSpecBase
{
    [Fact]
    public async Task Session_should_claim_a_slot_of_the_user_before_it_replies_to_a_login()
    {
        Options = Options with { Limits = Options.Limits with { MaxSessionsPerUser = 5 } };
        await Open();

        await Client.Send("LOGIN");
        await Answer("LOGIN", LoggedInAs("demo"));
        Assert.Equal(new Claim("demo", 5), await UserSlots.ExpectMsgAsync<Claim>());
        await ExpectSilence();
        UserSlots.Reply(new Taken());

        await Client.Expect(230);
        Assert.Equal("demo", (await Run("GUARD")).State.User?.Name);
    }

    [Fact]
    public async Task Session_should_claim_within_the_limit_of_the_user_where_there_is_one()
    {
        await Open();

        await Client.Send("LOGIN");
        await Answer("LOGIN", LoggedInAs("demo", maxSessions: 2));

        Assert.Equal(new Claim("demo", 2), await UserSlots.ExpectMsgAsync<Claim>());
    }

    [Fact]
    public async Task Session_should_end_with_421_when_the_user_has_no_slot_left()
    {
        await Open();
        await Client.Send("LOGIN");
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<Claim>();

        UserSlots.Reply(new Refused());

        await Client.Expect(421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_end_with_421_when_nobody_can_tell_whether_the_user_has_a_slot_left()
    {
        await Open();
        await Client.Send("LOGIN");
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<Claim>();

        UserSlots.Reply(new Unavailable());

        await Client.Expect(421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_hold_later_lines_while_it_waits_for_a_slot()
    {
        await Open();
        await Client.Send("LOGIN", "GUARD");
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<Claim>();
        await Deliver("NOOP");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);

        UserSlots.Reply(new Taken());

        await Client.Expect(230);
        await Answer("GUARD", Outcome.Of(200, "Fine."));
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        await Client.Expect(200, 200);
    }

    [Fact]
    public async Task Session_should_release_the_slot_when_another_user_is_named()
    {
        await Open();
        await LogIn();

        await Run("SLOW", new UserNamed("other"));

        await UserSlots.ExpectMsgAsync<Release>();
        Assert.Equal("other", (await Run("SLOW")).State.PendingUser);
    }

    [Fact]
    public async Task Session_should_release_the_slot_however_it_ends()
    {
        await Open();
        await LogIn();

        Sys.Stop(Session);

        await UserSlots.ExpectMsgAsync<Release>();
        Assert.Equal(Session, UserSlots.LastSender);
    }

    [Fact]
    public async Task Session_should_keep_the_transfer_parameters_when_another_user_is_named()
    {
        await Open();
        await LogIn();
        await Run("SLOW", new TypeChosen(TransferType.Image), new ModeChosen(TransferMode.Deflate), new EpsvOnly(), new IdleLimitChosen(TimeSpan.FromMinutes(1)));

        await Run("SLOW", new UserNamed("other"));

        var state = (await Run("SLOW")).State;
        Assert.Equal((TransferType.Image, TransferMode.Deflate, true, null), (state.Type, state.Mode, state.EpsvOnly, state.IdleLimit));
    }

    [Fact]
    public async Task Session_should_release_the_slot_when_it_is_reinitialised()
    {
        await Open();
        await LogIn();

        await Run("SLOW", new Reinitialised());

        await UserSlots.ExpectMsgAsync<Release>();
        await Client.Send("GUARD");
        await Client.Expect(530);
    }

    [Fact]
    public async Task Session_should_give_an_announced_data_connection_back_when_it_is_reinitialised()
    {
        await Open();
        await LogIn();
        var connector = new FakeConnector();
        await Announce(connector);

        await Run("SLOW", new Reinitialised());

        await connector.Disposed;
    }

    [Fact]
    public async Task Session_should_put_the_quota_of_its_user_on_the_files()
    {
        await Open();
        await Client.Send("LOGIN");
        var files = new MemoryStorage();
        await Answer("LOGIN", Outcome.Of(230, "Welcome.").With(new LoggedIn(new FtpUser { Name = "demo", Quota = 100 }, files, FtpPath.Root)));
        await UserSlots.ExpectMsgAsync<Claim>();
        UserSlots.Reply(new Taken());
        await Client.Expect(230);

        var storage = (await Run("KEEP")).State.Storage;

        Assert.Equal(new StorageQuota(0, 100, 0), await Assert.IsAssignableFrom<IQuotaStorage>(storage).Quota(default));
    }

    [Fact]
    public async Task Session_should_ask_whoever_allots_the_quota_of_its_user_over_all_servers()
    {
        var quotas = new FakeQuotas();
        Options = Options with { Accounts = new AccountOptions { Quotas = quotas } };
        await Open();
        await Client.Send("LOGIN");
        await Answer("LOGIN", Outcome.Of(230, "Welcome.").With(new LoggedIn(new FtpUser { Name = "demo", Quota = 100 }, new MemoryStorage(), FtpPath.Root)));
        await UserSlots.ExpectMsgAsync<Claim>();
        UserSlots.Reply(new Taken());
        await Client.Expect(230);

        var storage = (await Run("KEEP")).State.Storage!;

        Assert.Equal("demo", quotas.User);
        Assert.Equal(new StorageQuota(30, 100, 3), await Assert.IsAssignableFrom<IQuotaStorage>(storage).Quota(default));
        Assert.Equal(default, await quotas.Holder!.Count());
        var fault = await Assert.ThrowsAsync<StorageException>(() => storage.OpenWrite(FtpPath.Parse("/a"), WriteMode.Create, 0, default));
        Assert.Equal(StorageFault.QuotaExceeded, fault.Fault);
    }
}
