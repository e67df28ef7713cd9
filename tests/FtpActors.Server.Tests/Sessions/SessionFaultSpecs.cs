using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionFaultSpecs : SessionSpecBase
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Session_should_reply_to_an_expected_fault_by_its_kind()
    {
        await Open();

        await Client.Send("SLOW");
        Fail(await Handed("SLOW"), new StorageException(StorageFault.NoSpace, "Full."));

        await Client.Expect(452);
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_reply_451_to_an_unexpected_fault_log_it_with_its_id_and_go_on()
    {
        await Open();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        await EventFilter.Exception<InvalidTimeZoneException>(contains: "Session 7").ExpectOneAsync(() =>
        {
            Fail(execute, new InvalidTimeZoneException("secret"));
            return Task.CompletedTask;
        });

        var reply = await Client.Reply();
        Assert.Equal(451, reply.Code);
        Assert.DoesNotContain("secret", reply.Text);
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_reply_451_when_a_handler_does_not_answer_in_time()
    {
        await OpenWithDeadline();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        await Advance(Deadline - Moment);
        await ExpectSilence();
        Assert.False(execute.Cancel.IsCancellationRequested);
        await Advance(Moment);

        await Client.Expect(451);
        Assert.True(execute.Cancel.IsCancellationRequested);
        Assert.False((await Run("SLOW")).Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_reply_once_and_give_back_what_an_answer_after_the_deadline_holds()
    {
        await OpenWithDeadline();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");
        await Advance(Deadline);
        await Client.Expect(451);
        var (reader, connector) = (new FakeReader(), new FakeConnector());

        Answer(execute, Outcome.Of(Download(reader)));
        Answer(execute, Outcome.Of(227, "Here.").With(new DataAnnounced(connector)));

        await reader.Disposed;
        await connector.Disposed;
        await ExpectSilence();
        Assert.Null((await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Session_should_ignore_a_late_answer_while_the_next_command_runs()
    {
        await OpenWithDeadline();
        await Client.Send("SLOW 1");
        var late = await Handed("SLOW 1");
        await Advance(Deadline);
        await Client.Expect(451);
        await Client.Send("SLOW 2");
        var next = await Handed("SLOW 2");

        Answer(late, Outcome.Of(201, "Late."));
        Fail(late, new InvalidTimeZoneException("late"));
        await ExpectSilence();
        Answer(next, Outcome.Of(202, "Two."));

        await Client.Expect(202);
    }

    [Fact]
    public async Task Session_should_measure_the_deadline_of_each_command_from_its_own_start()
    {
        await OpenWithDeadline();
        await Run("SLOW 1");
        await Advance(Deadline - TimeSpan.FromSeconds(10));
        await Client.Send("SLOW 2");
        await Handed("SLOW 2");

        await Advance(TimeSpan.FromSeconds(10));
        await ExpectSilence();
        await Advance(Deadline - TimeSpan.FromSeconds(10) - Moment);
        await ExpectSilence();
        await Advance(Moment);

        await Client.Expect(451);
    }

    [Fact]
    public async Task Session_should_watch_the_deadline_of_a_command_that_comes_after_a_quiet_time()
    {
        await OpenWithDeadline();
        await Run("SLOW 1");
        await Advance(Deadline * 3);
        await Client.Send("SLOW 2");
        await Handed("SLOW 2");

        await Advance(Deadline);

        await Client.Expect(451);
    }

    [Fact]
    public async Task Session_should_keep_no_deadline_for_a_verb_that_may_take_its_time()
    {
        await OpenWithDeadline();
        await Run("SLOW 1");
        await Client.Send("LONG");
        var execute = await Handed("LONG");
        await Advance(Deadline);
        await Advance(Deadline);
        await ExpectSilence();
        Answer(execute, Outcome.Of(202, "At last."));
        await Client.Expect(202);
        await Client.Send("SLOW 2");
        await Handed("SLOW 2");

        await Advance(Deadline);

        await Client.Expect(451);
    }

    [Fact]
    public async Task Session_should_go_on_with_held_commands_after_the_deadline()
    {
        await OpenWithDeadline();
        await Client.Send("SLOW 1", "SLOW 2");
        await Handed("SLOW 1");

        await Advance(Deadline);

        await Client.Expect(451);
        await Answer("SLOW 2", Outcome.Of(202, "Two."));
        await Client.Expect(202);
    }

    [Fact]
    public async Task Session_should_give_the_announced_data_connection_back_when_its_verb_does_not_answer_in_time()
    {
        await OpenWithDeadline();
        await LogIn();
        var connector = new FakeConnector();
        await Announce(connector);
        await Client.Send("FETCH");
        await Handed("FETCH");

        await Advance(Deadline);

        await Client.Expect(451);
        await connector.Disposed;
        Assert.Null((await Run("SLOW")).State.Data);
    }

    private async Task OpenWithDeadline()
    {
        Options = Options with { Timeouts = NoTimeouts with { Handler = Deadline } };
        await Open();
    }
}
