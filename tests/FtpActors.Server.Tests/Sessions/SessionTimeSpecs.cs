using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionTimeSpecs : SessionSpecBase
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Login = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Session_should_end_with_421_when_no_command_comes_for_the_idle_time()
    {
        await OpenWith(NoTimeouts with { Idle = Idle });

        await Advance(Idle - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public async Task Session_should_end_after_the_idle_time_that_its_client_chose(double factor)
    {
        await OpenWith(NoTimeouts with { Idle = Idle });
        await Choose(Idle * factor);

        await Advance((Idle * factor) - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_return_to_no_idle_time_when_the_chosen_one_is_given_up()
    {
        await OpenWith(NoTimeouts);
        await Choose(Idle);
        await Client.Send("SLOW");
        Answer(await Handed("SLOW"), Outcome.Of(220, "Anew.").With(new Reinitialised()));
        await Client.Expect(220);

        await Advance(Idle * 2);

        await ExpectSilence();
    }

    [Fact]
    public async Task Session_should_measure_the_idle_time_from_the_last_command()
    {
        await OpenWith(NoTimeouts with { Idle = Idle });
        await Advance(Idle / 2);
        await Run("SLOW");

        await Advance(Idle - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_count_a_command_that_is_no_command_as_activity()
    {
        await OpenWith(NoTimeouts with { Idle = Idle });
        await Advance(Idle / 2);
        await Client.Send("WHAT");
        await Client.Expect(500);

        await Advance(Idle - Moment);

        await ExpectSilence();
    }

    [Fact]
    public async Task Session_should_not_be_idle_while_a_handler_runs_nor_before_the_idle_time_after_its_reply()
    {
        await OpenWith(NoTimeouts with { Idle = Idle });
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");
        await Advance(Idle * 2);
        await Advance(Idle / 2);
        await ExpectSilence();
        Answer(execute, Outcome.Of(200, "At last."));
        await Client.Expect(200);

        await Advance(Idle - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_neither_be_idle_nor_end_what_takes_long_nor_write_before_its_reply()
    {
        await OpenWith(NoTimeouts with { Idle = Idle, Login = Login, Handler = TimeSpan.FromSeconds(3) });
        await LogIn();
        await Client.Send("LONG");
        var execute = await Handed("LONG");
        for (var i = 0; i < 20; i++)
            await Advance(Idle);
        await ExpectSilence();
        Assert.False(execute.Cancel.IsCancellationRequested);
        Answer(execute, Outcome.Of(213, "At last."));
        await Client.Expect(213);

        await Advance(Idle - Moment);
        await ExpectSilence();
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_not_be_idle_while_a_transfer_runs_nor_before_the_idle_time_after_its_end()
    {
        await OpenWith(NoTimeouts with { Idle = Idle });
        await LogIn();
        var (connector, transport, reader) = (new FakeConnector(), new FakeTransport(), new FakeReader());
        await Announce(connector);
        await Client.Send("FETCH");
        await Answer("FETCH", Outcome.Of(Download(reader)));
        connector.Open(transport);
        await Client.Expect(150);
        await Advance(Idle * 2);
        await Advance(Idle / 2);
        await ExpectSilence();
        reader.End();
        await Client.Expect(226);

        await Advance(Idle - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_end_with_421_without_a_login_in_time()
    {
        await OpenWith(NoTimeouts with { Login = Login });
        await Advance(Login - Moment);
        await Run("SLOW");

        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_end_with_421_while_a_login_takes_too_long()
    {
        await OpenWith(NoTimeouts with { Login = Login });
        await Client.Send("LOGIN");
        var execute = await Handed("LOGIN");

        await Advance(Login);

        await ExpectFarewell();
        Assert.True(execute.Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_go_on_after_the_login_time_when_somebody_is_logged_in()
    {
        await OpenWith(NoTimeouts with { Login = Login });
        await Advance(Login - Moment);
        await LogIn();

        await Advance(Login);

        await ExpectSilence();
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_give_the_whole_login_time_after_a_logout()
    {
        await OpenWith(NoTimeouts with { Login = Login });
        await LogIn();
        await Advance(Login - Moment);
        await Run("SLOW", new Reinitialised());

        await Advance(Login - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_hold_the_reply_of_a_failed_login_and_later_lines_for_the_delay()
    {
        await OpenWith(NoTimeouts);
        await Client.Send("LOGIN", "SLOW");
        await Answer("LOGIN", Refused);

        await Advance(TimeSpan.FromSeconds(4) - Moment);
        await Deliver("NOOP");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);
        await Advance(Moment);

        await Client.Expect(530);
        Assert.Equal(1, (await Answer("SLOW", Outcome.Of(200, "Fine."))).State.LoginFailures);
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        await Client.Expect(200, 200);
    }

    [Fact]
    public async Task Session_should_not_let_ABOR_skip_the_delay_of_a_failed_login()
    {
        await OpenWith(NoTimeouts);
        await Client.Send("LOGIN");
        await Answer("LOGIN", Refused);
        await Deliver("ABOR");

        await ExpectSilence();
        Assert.False(Handlers.HasMessages);
        await Advance(TimeSpan.FromSeconds(4));

        await Client.Expect(530);
        await Answer("ABOR", Outcome.Abort(new(226, "Nothing to abort.")));
        await Client.Expect(226);
    }

    [Fact]
    public async Task Session_should_keep_no_deadline_for_a_handler_while_its_answer_is_delayed()
    {
        await OpenWith(NoTimeouts with { Handler = TimeSpan.FromSeconds(3) });
        await Client.Send("LOGIN");
        await Answer("LOGIN", Refused);

        await Advance(TimeSpan.FromSeconds(3));
        await ExpectSilence();
        await Advance(TimeSpan.FromSeconds(1));

        await Client.Expect(530);
    }

    private static Outcome Refused => Outcome.Of(530, "No.").With(new LoginFailed()).After(TimeSpan.FromSeconds(4));

    private async Task OpenWith(TimeoutOptions timeouts)
    {
        Options = Options with { Timeouts = timeouts };
        await Open();
    }

    private async Task ExpectFarewell()
    {
        await Client.Expect(421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    private async Task Choose(TimeSpan idle)
    {
        await Client.Send("SLOW");
        Answer(await Handed("SLOW"), Outcome.Of(200, "Chosen.").With(new IdleLimitChosen(idle)));
        await Client.Expect(200);
    }

    [Theory]
    [InlineData("SITE CHMOD 644 a", true)]
    [InlineData("SITE WHO", true)]
    [InlineData("SITE NONESUCH", true)]
    [InlineData("SITE COPY a b", false)]
    [InlineData("SITE cpto b", false)]
    [InlineData("SITE RMDIR a", false)]
    public async Task Session_should_keep_the_deadline_of_subcommands_that_do_not_take_long(string line, bool ends)
    {
        await OpenWith(NoTimeouts with { Handler = TimeSpan.FromSeconds(3) });
        await LogIn();
        await Client.Send(line);
        await Handed(line);

        await Advance(TimeSpan.FromSeconds(3));

        if (ends)
            await Client.Expect(451);
        else
            await ExpectSilence();
    }
}
