using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Middleware;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionMiddlewareSpecs : SessionTransferSpecBase
{
    private static readonly FtpReply NotToday = new(550, "Not today.");

    [Fact]
    public async Task Middleware_should_see_every_command_and_every_reply_with_the_user_of_that_moment()
    {
        var audit = new ScriptedMiddleware();
        await OpenWith(audit);
        await Client.Send("GUARD", "WHAT", "PASS secret", "LOGIN");
        await Client.Expect(530, 500, 500);
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Claim>();
        UserSlots.Reply(new UserSlotsProtocol.Taken());
        await Client.Expect(230);
        Assert.Equal(
            ["- -: 220", "- GUARD", "- GUARD: 530", "- WHAT", "- WHAT: 500", "- PASS ***", "- PASS ***: 500", "- LOGIN", "demo LOGIN: 230"],
            audit.Seen);
    }

    [Fact]
    public async Task Middleware_should_judge_a_command_when_it_is_its_turn_and_not_when_it_arrives()
    {
        var audit = new ScriptedMiddleware();
        await OpenWith(audit);
        await Client.Send("LOGIN", "SLOW");
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Claim>();
        UserSlots.Reply(new UserSlotsProtocol.Taken());
        await Answer("SLOW", Outcome.Of(200, "Fine."));
        await Client.Expect(230, 200);
        Assert.Contains("demo SLOW", audit.Seen);
    }

    [Fact]
    public async Task Middleware_should_refuse_a_command_in_its_turn_and_no_handler_should_hear_of_it()
    {
        await OpenWith(Judging("GUARD", CommandVerdict.Refuse(NotToday)));
        await LogIn();
        await Client.Send("SLOW", "GUARD", "SLOW 2");
        await Answer("SLOW", Outcome.Of(200, "One."));
        await Client.Expect(200, 550);
        await Answer("SLOW 2", Outcome.Of(200, "Two."));
        await Client.Expect(200);
    }

    [Fact]
    public async Task A_refused_command_should_reset_what_it_would_have_reset()
    {
        await OpenWith(Judging("GUARD", CommandVerdict.Refuse(NotToday)));
        await LogIn();
        await Run("SLOW", new RestartAt(5));
        await Client.Send("GUARD");
        await Client.Expect(550);
        Assert.Equal(0, (await Run("SLOW")).State.RestartAt);
    }

    [Fact]
    public async Task A_refused_transfer_should_give_up_the_announced_data_connection()
    {
        await OpenWith(Judging("FETCH", CommandVerdict.Refuse(NotToday)));
        await LogIn();
        await Announce(new FakeConnector());
        await Client.Send("FETCH", "FETCH");
        await Client.Expect(550, 550);
        Assert.Null((await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Rewriting_should_route_the_new_verb_and_keep_its_guards()
    {
        var audit = new ScriptedMiddleware
        {
            Judge = command => command.Verb switch
            {
                "HELLO" => CommandVerdict.Rewrite(new FtpCommand("SLOW", "hello " + command.Argument)),
                "PROBE" => CommandVerdict.Rewrite(new FtpCommand("GUARD", "")),
                "SLOW" => CommandVerdict.Rewrite(new FtpCommand("NONE", "")),
                _ => CommandVerdict.Pass,
            },
        };
        await OpenWith(audit);
        await Client.Send("HELLO you", "PROBE", "SLOW");
        await Answer("SLOW hello you", Outcome.Of(200, "Fine."));
        await Client.Expect(200, 530, 500);
        Assert.Contains("- SLOW hello you: 200", audit.Seen);
    }

    [Fact]
    public async Task Middleware_should_rewrite_replies()
    {
        await OpenWith(new ScriptedMiddleware { Edit = (_, reply) => reply with { Text = reply.Text + " Have a nice day." } });
        await Client.Send("WHAT");
        Assert.Equal(new FtpReply(500, "WHAT: not understood. Have a nice day."), await Client.Reply());
    }

    [Fact]
    public async Task Middleware_should_see_commands_in_its_order_and_replies_in_the_opposite_one()
    {
        var log = new List<string>();
        await OpenWith(
            new ScriptedMiddleware("1 ") { Log = log, Judge = _ => CommandVerdict.Rewrite(new FtpCommand("SLOW", "first")) },
            new ScriptedMiddleware("2 ") { Log = log });
        log.Clear();
        await Client.Send("HELLO");
        await Answer("SLOW first", Outcome.Of(200, "Fine."));
        await Client.Expect(200);
        Assert.Equal(["1 - HELLO", "2 - SLOW first", "2 - SLOW first: 200", "1 - SLOW first: 200"], log);
    }

    [Fact]
    public async Task Middleware_behind_one_that_refuses_should_see_the_reply_only()
    {
        var behind = new ScriptedMiddleware();
        await OpenWith(Judging("SLOW", CommandVerdict.Refuse(NotToday)), behind);
        await Client.Send("SLOW");
        await Client.Expect(550);
        Assert.Equal(["- -: 220", "- SLOW: 550"], behind.Seen);
    }

    [Fact]
    public async Task Middleware_that_throws_at_a_command_should_be_answered_451_and_logged_and_the_session_should_live()
    {
        await OpenWith(new ScriptedMiddleware { Judge = command => command.Verb == "GUARD" ? throw new InvalidOperationException("broken") : CommandVerdict.Pass });
        await EventFilter.Exception<InvalidOperationException>("broken").ExpectOneAsync(async () =>
        {
            await Client.Send("GUARD");
            await Client.Expect(451);
        });
        await Run("SLOW");
    }

    [Fact]
    public async Task Middleware_that_throws_at_a_reply_should_be_answered_451_and_logged_and_the_session_should_live()
    {
        await OpenWith(new ScriptedMiddleware { Edit = (command, reply) => command?.Verb == "WHAT" ? throw new InvalidOperationException("broken") : reply });
        await EventFilter.Exception<InvalidOperationException>("broken").ExpectOneAsync(async () =>
        {
            await Client.Send("WHAT");
            await Client.Expect(451);
        });
        await Run("SLOW");
    }

    [Fact]
    public async Task Middleware_that_throws_at_every_reply_should_leave_the_greeting_and_the_farewell_as_they_are()
    {
        await EventFilter.Exception<InvalidOperationException>().ExpectAsync(2, async () =>
        {
            Assert.Equal(220, (await OpenWith(new ScriptedMiddleware { Edit = (_, _) => throw new InvalidOperationException("broken") })).Code);
            await Client.Send("QUIT");
            await Answer("QUIT", Outcome.Close(new(221, "Bye.")));
            await Client.Expect(221);
        });
    }

    [Fact]
    public async Task A_refused_ABOR_should_not_end_what_runs_and_should_be_answered_in_its_turn()
    {
        await OpenWith(Judging("ABOR", CommandVerdict.Refuse(NotToday)));
        await LogIn();
        await Client.Send("SLOW");
        var slow = await Handed("SLOW");
        await Deliver("WHAT");
        await Deliver("ABOR");
        await ExpectSilence();
        Assert.False(slow.Cancel.IsCancellationRequested);
        Answer(slow, Outcome.Of(200, "Fine."));
        await Client.Expect(200, 500, 550);
    }

    [Fact]
    public async Task A_command_that_is_rewritten_to_an_ordinary_one_should_wait_for_the_end_of_the_transfer()
    {
        Use(Judging("NOOP", CommandVerdict.Rewrite(new FtpCommand("SLOW", "noop"))));
        await OpenDownload();
        await Deliver("NOOP");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);

        Reader.End();

        await Client.Expect(226);
        await Answer("SLOW noop", Outcome.Of(200, "Fine."));
        await Client.Expect(200);
    }

    [Fact]
    public async Task Middleware_should_see_the_commands_and_replies_of_a_transfer_that_is_aborted()
    {
        var audit = new ScriptedMiddleware();
        Use(audit);
        await OpenDownload();
        await Client.Send("ABOR");
        await Answer("ABOR", Abort);
        await Client.Expect(426, 226);
        Assert.Equal(["demo FETCH", "demo FETCH: 150", "demo ABOR", "demo FETCH: 426", "demo ABOR: 226"], audit.Seen[^5..]);
    }

    private static ScriptedMiddleware Judging(string verb, CommandVerdict verdict) =>
        new() { Judge = command => command.Verb == verb ? verdict : CommandVerdict.Pass };

    private void Use(params CommandMiddleware[] middleware) => Options = Options with { Middleware = [.. middleware] };

    private Task<FtpReply> OpenWith(params CommandMiddleware[] middleware)
    {
        Use(middleware);
        return Open();
    }
}
