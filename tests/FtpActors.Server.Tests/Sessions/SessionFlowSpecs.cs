using FtpActors.Core.Wire;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A client that sends much, takes little, or goes.</summary>
public sealed class SessionFlowSpecs : SessionSpecBase
{
    private const int SmallBuffer = 4096;
    private const int Big = 4 * 1024 * 1024;
    private static readonly TimeSpan ControlWrite = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Session_should_stop_reading_a_client_that_sends_faster_than_it_is_answered_and_lose_nothing()
    {
        const int count = 2000;
        Options = Options with { Limits = Options.Limits with { MaxHeldCommands = 4 } };
        await Open(SmallBuffer);
        var padding = new string('x', 1000);
        var sending = Client.Send([.. Enumerable.Range(0, count).Select(number => $"SLOW {number} {padding}")]);

        for (var number = 0; number < count; number++)
        {
            var execute = await Handed($"SLOW {number} {padding}");
            if (number < count / 2)
                Assert.False(sending.IsCompleted, "Read far ahead.");
            Answer(execute, Outcome.Of(200, $"{number}"));
            Assert.Equal($"{number}", (await Client.Reply()).Text);
        }

        await sending;
    }

    [Fact]
    public async Task Session_should_run_no_command_while_a_reply_is_not_taken()
    {
        await Open(SmallBuffer);
        await Client.Send("SLOW 1");
        await Answer("SLOW 1", BigReply);
        await Deliver("SLOW 2");
        Assert.False(Handlers.HasMessages);

        Assert.Equal(Big, (await Client.Reply()).Text.Length);

        await Answer("SLOW 2", Outcome.Of(202, "Two."));
        await Client.Expect(202);
    }

    [Fact]
    public async Task Session_should_cut_a_client_that_takes_no_replies_in_time()
    {
        Options = Options with { Timeouts = NoTimeouts with { ControlWrite = ControlWrite } };
        await Open(SmallBuffer);
        await Client.Send("SLOW");
        await Answer("SLOW", BigReply);
        await Advance(ControlWrite - TimeSpan.FromMilliseconds(1));
        await Settled();

        await Advance(TimeSpan.FromMilliseconds(1));

        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_go_on_with_a_client_that_takes_its_replies_late_but_in_time()
    {
        Options = Options with { Timeouts = NoTimeouts with { ControlWrite = ControlWrite } };
        await Open(SmallBuffer);
        await Client.Send("SLOW");
        await Answer("SLOW", BigReply);
        await Advance(ControlWrite / 2);
        await Client.Expect(200);
        await Run("SLOW");

        await Advance(ControlWrite);

        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_deliver_a_last_reply_that_the_client_takes_late()
    {
        await Open(SmallBuffer);
        await Client.Send("QUIT");
        await Answer("QUIT", Outcome.Close(new FtpReply(221, new string('x', Big))));
        await Settled();

        await Client.Expect(221);

        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_answer_everything_that_came_before_an_orderly_close()
    {
        await Open();
        await Client.Send("SLOW 1", "WHAT", "SLOW 2");
        Client.HalfClose();

        await Answer("SLOW 1", Outcome.Of(201, "One."));
        await Answer("SLOW 2", Outcome.Of(202, "Two."));

        await Client.Expect(201, 500, 202);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_deliver_the_last_reply_after_an_orderly_close_although_it_is_taken_late()
    {
        await Open(SmallBuffer);
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");
        Tell(new Server.Sessions.SessionProtocol.PeerClosed(IsLost: false));

        Answer(execute, BigReply);
        await Settled();

        Assert.Equal(Big, (await Client.Reply()).Text.Length);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_end_at_once_when_a_client_at_rest_closes()
    {
        await Open();

        Client.HalfClose();

        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Session_should_end_at_once_when_the_connection_is_lost_while_a_handler_runs()
    {
        await Open();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        Client.Reset();

        await ExpectEnded();
        Assert.True(execute.Cancel.IsCancellationRequested);
    }

    private static Outcome BigReply => Outcome.Of(200, new string('x', Big));
}
