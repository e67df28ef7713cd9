using Akka.Event;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>How the server ends a session that transfers nothing.</summary>
public sealed class SessionEndSpecs : SessionSpecBase
{
    [Fact]
    public async Task Session_should_end_with_421_when_the_server_shuts_down_and_nothing_runs()
    {
        await Open();

        Tell(new SessionProtocol.ShutDown());

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_answer_the_running_command_and_no_other_when_the_server_shuts_down()
    {
        await Open();
        await Client.Send("SLOW 1", "SLOW 2");
        var execute = await Handed("SLOW 1");
        Tell(new SessionProtocol.ShutDown());
        await Deliver("SLOW 3");

        Answer(execute, Outcome.Of(201, "One."));

        await Client.Expect(201);
        await ExpectFarewell();
        Assert.False(Handlers.HasMessages);
    }

    [Fact]
    public async Task Session_should_not_start_a_transfer_once_the_server_shuts_down()
    {
        await Open();
        await LogIn();
        var (connector, reader) = (new FakeConnector(), new FakeReader());
        await Announce(connector);
        await Client.Send("FETCH");
        var execute = await Handed("FETCH");
        Tell(new SessionProtocol.ShutDown());

        Answer(execute, Outcome.Of(Download(reader)));

        await ExpectFarewell();
        await reader.Disposed;
        await connector.Disposed;
    }

    [Fact]
    public async Task Session_should_end_with_421_and_the_reason_at_once_while_a_handler_runs()
    {
        await Open();
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        Tell(new SessionProtocol.End("Maintenance."));

        var reply = await Client.Reply();
        Assert.Equal(421, reply.Code);
        Assert.StartsWith("Maintenance.", reply.Text, StringComparison.Ordinal);
        await Client.ExpectEnd();
        await ExpectEnded();
        Assert.True(execute.Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_end_what_takes_long_when_the_client_closes_its_side()
    {
        await Open();
        await Client.Send("LONG");
        var execute = await Handed("LONG");

        Tell(new SessionProtocol.PeerClosed(IsLost: false));

        await ExpectEnded();
        Assert.True(execute.Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_end_with_421_at_once_when_nothing_runs()
    {
        await Open();

        Tell(new SessionProtocol.End("Maintenance."));

        await ExpectFarewell();
    }

    [Fact]
    public async Task Session_should_close_its_socket_and_give_back_its_data_connection_when_it_is_stopped()
    {
        await Open();
        await LogIn();
        var connector = new FakeConnector();
        await Announce(connector);
        await Client.Send("SLOW");
        var execute = await Handed("SLOW");

        Sys.Stop(Session);

        await ExpectEnded();
        await Client.ExpectCut();
        await connector.Disposed;
        Assert.True(execute.Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_leave_no_dead_letter_in_the_log_when_it_ends()
    {
        await Open();
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe(dead, typeof(AllDeadLetters));

        Tell(new SessionProtocol.ShutDown());

        await ExpectFarewell();
        var letter = await dead.FishForMessageAsync<AllDeadLetters>(letter => letter.Message is SessionProtocol.PeerClosed);
        Assert.IsType<SuppressedDeadLetter>(letter);
    }

    [Fact]
    public async Task Session_should_give_back_what_a_delayed_answer_holds_when_it_is_stopped()
    {
        await Open();
        var connector = new FakeConnector();
        await Client.Send("DATA");
        await Answer("DATA", Outcome.Of(227, "Here.").With(new DataAnnounced(connector)).After(TimeSpan.FromSeconds(1)));
        await ExpectSilence();

        Sys.Stop(Session);

        await connector.Disposed;
    }

    private async Task ExpectFarewell()
    {
        await Client.Expect(421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }
}
