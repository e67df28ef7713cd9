using Akka.Actor;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Listening;

public sealed class HandlersSpecs : ListenerSpecBase
{
    [Fact]
    public async Task Listener_should_start_a_handler_of_ours_for_each_processor()
    {
        Options = Options with { Commands = CommandTable.Default };
        var (server, _) = await Start();

        ExpectHandlers(server, "SIZE", Environment.ProcessorCount);
    }

    [Theory]
    [InlineData("PASS")]
    [InlineData("SITE")]
    public async Task Listener_should_start_one_handler_where_code_of_an_embedder_may_be_called(string verb)
    {
        Options = Options with { Commands = CommandTable.Default };
        var (server, _) = await Start();

        ExpectHandlers(server, verb, 1);
    }

    [Fact]
    public async Task Listener_should_start_one_handler_of_an_embedder_for_all_sessions()
    {
        var (server, _) = await Start();

        ExpectHandlers(server, "WHO", 1);
    }

    private void ExpectHandlers(FtpServer server, string verb, int count)
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection(server.Actor.Path / $"command-{verb}*").Tell(new Identify(verb), probe);
        for (var i = 0; i < count; i++)
            Assert.NotNull(probe.ExpectMsg<ActorIdentity>().Subject);
        Sys.ActorSelection(server.Actor.Path / "session-directory").Tell(new Identify(null), probe);
        Assert.Null(probe.ExpectMsg<ActorIdentity>().MessageId);
    }
}
