using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Listening;

public sealed class ListenerFaultSpecs : ListenerSpecBase
{
    [Fact]
    public async Task Fault_in_a_session_should_end_that_session_only()
    {
        Options = Options with
        {
            Commands = Options.Commands.With(ScriptedHandler.Verb("BAD", Outcome.Of(200, "Never."))
                .NamesPath(PathUse.Optional).PathIn(_ => throw new InvalidTimeZoneException("A bug."))),
        };
        var (_, address) = await Start();
        var neighbour = await Connect(address);
        var client = await Connect(address);

        await EventFilter.Exception<InvalidTimeZoneException>().ExpectOneAsync(() => client.Send("BAD"));

        await client.ExpectCut();
        await ExpectAlive(neighbour);
        await ExpectAlive(await Connect(address));
    }

    [Fact]
    public async Task Fault_in_a_session_should_free_its_place()
    {
        Options = Options with
        {
            Limits = Options.Limits with { MaxSessions = 1, MaxConnections = 1 },
            Commands = Options.Commands.With(ScriptedHandler.Verb("BAD", Outcome.Of(200, "Never."))
                .NamesPath(PathUse.Optional).PathIn(_ => throw new InvalidTimeZoneException("A bug."))),
        };
        var (_, address) = await Start();
        var client = await Connect(address);

        await client.Send("BAD");

        await client.ExpectCut();
        await ExpectAlive(await Connect(address));
    }

    [Fact]
    public async Task Handler_that_throws_before_it_awaits_should_be_answered_451_and_run_again()
    {
        var runs = 0;
        Options = Options with
        {
            Commands = Options.Commands.With(ScriptedHandler.Verb(
                "BAD", _ => ++runs == 1 ? throw new InvalidTimeZoneException("A bug.") : new(Outcome.Of(200, "Better.")))),
        };
        var (_, address) = await Start();
        var client = await Connect(address);

        await client.Send("BAD", "BAD");

        await client.Expect(451, 200);
        await ExpectAlive(client);
    }

    [Fact]
    public async Task Answer_that_comes_after_the_end_of_its_session_should_be_closed_once()
    {
        var answer = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options = Options with
        {
            Commands = Options.Commands.With(ScriptedHandler.Verb("LATE", _ =>
            {
                started.TrySetResult();
                return new ValueTask<Outcome>(answer.Task);
            })),
        };
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("LATE");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var ended = CreateTestProbe();
        var session = await Sys.ActorSelection(server.Actor.Path / "session-1").ResolveOne(TimeSpan.FromSeconds(30));
        ended.Watch(session);
        client.Reset();
        await ended.ExpectTerminatedAsync(session);
        Options = Options with { Name = "other" };
        var (other, _) = await Start();
        var (writer, connector) = (new FakeWriter(), new FakeConnector());
        writer.LetRollBackEnd();
        var plan = TransferPlan.Receive("LATE", Core.Storage.FtpPath.Root, writer, new(150, "Opening."));

        answer.SetResult(Outcome.Of(plan).With(new DataAnnounced(connector)));

        await connector.Disposed;
        await writer.Disposed;
        await Settled(server, "unclaimed-outcomes");
        await Settled(other, "unclaimed-outcomes");
        Assert.Equal(1, writer.RollBacks);
    }
}
