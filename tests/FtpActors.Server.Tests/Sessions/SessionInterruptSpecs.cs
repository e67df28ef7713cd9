using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>ABOR while a handler runs.</summary>
public sealed class SessionInterruptSpecs : SessionSpecBase
{
    private static Outcome NothingToAbort => Outcome.Abort(new(226, "Nothing to abort."));

    [Fact]
    public async Task ABOR_should_end_the_running_handler_with_426_and_then_be_answered()
    {
        await Open();
        await LogIn();
        await Client.Send("LONG");
        var execute = await Handed("LONG");

        await Client.Send("ABOR");

        await Client.Expect(426);
        Assert.True(execute.Cancel.IsCancellationRequested);
        var abort = await Answer("ABOR", NothingToAbort);
        Assert.False(abort.Cancel.IsCancellationRequested);
        await Client.Expect(226);
        await Run("SLOW");
    }

    [Fact]
    public async Task ABOR_should_overtake_the_commands_that_are_held()
    {
        await Open();
        await LogIn();
        await Client.Send("LONG 1", "SLOW 2", "WHAT", "ABOR");
        await Handed("LONG 1");

        await Client.Expect(426);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);

        await Answer("SLOW 2", Outcome.Of(202, "Two."));
        await Client.Expect(202, 500);
    }

    [Fact]
    public async Task ABOR_should_interrupt_a_handler_that_starts_while_it_is_held_already()
    {
        await Open();
        await Client.Send("LOGIN");
        var login = await Handed("LOGIN");
        Answer(login, LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Claim>();
        await Deliver("LONG");
        await Deliver("ABOR");

        UserSlots.Reply(new UserSlotsProtocol.Taken());

        await Client.Expect(230);
        await Handed("LONG");
        await Client.Expect(426);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_leave_what_the_interrupted_handler_answers_without_effect()
    {
        await Open();
        await LogIn();
        var connector = new FakeConnector();
        await Announce(connector);
        await Client.Send("FETCH");
        var execute = await Handed("FETCH");
        await Client.Send("ABOR");
        await Client.Expect(426);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);
        var reader = new FakeReader();

        Answer(execute, Outcome.Of(Download(reader)));

        await reader.Disposed;
        await connector.Disposed;
        await ExpectSilence();
    }

    [Fact]
    public async Task ABOR_should_wait_for_the_running_handler_before_a_login()
    {
        await Open();
        await Client.Send("LONG");
        var execute = await Handed("LONG");

        await Deliver("ABOR");
        await ExpectSilence();
        Assert.False(execute.Cancel.IsCancellationRequested);
        Answer(execute, Outcome.Of(200, "Done."));

        await Client.Expect(200);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_wait_for_a_verb_that_is_over_in_a_moment()
    {
        await Open();
        await LogIn();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        await Deliver("ABOR");
        await ExpectSilence();
        Assert.False(execute.Cancel.IsCancellationRequested);
        Answer(execute, Outcome.Of(250, "Done."));

        await Client.Expect(250);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_not_interrupt_another_ABOR()
    {
        await Open();
        await LogIn();
        await Client.Send("ABOR");
        var first = await Handed("ABOR");

        await Deliver("ABOR");
        await ExpectSilence();
        Answer(first, NothingToAbort);

        await Client.Expect(226);
        await Answer("ABOR", NothingToAbort);
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_not_end_a_subcommand_of_SITE_that_does_not_take_long()
    {
        await Open();
        await LogIn();
        await Client.Send("SITE CHMOD 644 a");
        var execute = await Handed("SITE CHMOD 644 a");
        await Deliver("ABOR");
        Assert.False(execute.Cancel.IsCancellationRequested);

        Answer(execute, Outcome.Of(200, "Done."));

        await Client.Expect(200);
    }

    [Fact]
    public async Task ABOR_should_end_a_subcommand_of_SITE_that_takes_long()
    {
        await Open();
        await LogIn();
        await Client.Send("SITE RMDIR a", "ABOR");

        await Handed("SITE RMDIR a");
        await Client.Expect(426);
    }
}
