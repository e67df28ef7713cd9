using Akka.Actor;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Commands;

public sealed class StreamingHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task StreamingHandler_should_go_on_with_what_runs_when_another_command_throws()
    {
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Options = Options with { Commands = CommandTable.Default.With(new CommandSpec("GATE", Props.Create(() => new GateHandler(gate.Task)))) };
        var (command, _) = Send("GATE", LoggedInOn(new MemoryStorage()));

        Assert.IsType<InvalidTimeZoneException>((await Assert.ThrowsAsync<InvalidOperationException>(() => Run("GATE bad"))).InnerException);
        Assert.Equal(201, (await Run("GATE open")).Reply?.Code);
        gate.SetResult(200);

        var completed = await Session.ExpectMsgAsync<Completed>();
        Assert.Equal(command.Id, completed.Id);
        Assert.Equal(200, completed.Outcome.Reply?.Code);
    }

    private sealed class GateHandler(Task<int> gate) : StreamingHandler
    {
        protected override ValueTask<Outcome> Run(Execute execute) => execute.Argument switch
        {
            "bad" => throw new InvalidTimeZoneException("bad"),
            "open" => new(Outcome.Of(201, "Not gated.")),
            _ => new(Pass()),
        };

        private async Task<Outcome> Pass() =>
            Outcome.Of(await Source.FromTask(gate).RunWith(Sink.First<int>(), Materializer), "Through.");
    }
}
