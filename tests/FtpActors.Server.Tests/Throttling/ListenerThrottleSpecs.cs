using Akka.Actor;
using FtpActors.Core.Flows;
using FtpActors.Server.Commands;
using FtpActors.Server.Tests.Listening;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.Server.Tests.Throttling;

public class ListenerThrottleSpecs : ListenerSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ThrottleOptions Limit = new() { Upload = 1000, Download = 2000 };

    [Fact]
    public async Task Listener_should_answer_with_the_limits_the_server_was_started_with()
    {
        Options = Options with { Throttle = new ThrottleLevels { Total = Limit, Connection = ThrottleOptions.Unlimited } };
        var (server, _) = await Start();
        var limits = await Ask<Limits>(server, new GetLimits());
        Assert.Equal((Limit, ThrottleOptions.Unlimited), (limits.Server, limits.Connection));
        Assert.Empty(limits.Users);
        Assert.Empty(limits.Sessions);
    }

    [Fact]
    public async Task Listener_should_change_the_limits_of_the_server_of_connections_of_users_and_of_sessions()
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("LOGIN");
        await client.Expect(230);

        await Ask<LimitSet>(server, new SetServerLimit(Limit));
        await Ask<LimitSet>(server, new SetConnectionLimit(new() { Upload = 1 }));
        await Ask<LimitSet>(server, new SetUserLimit("demo", new() { Total = new() { Upload = 2 }, Connection = new() { Download = 3 } }));

        var limits = await Ask<Limits>(server, new GetLimits());
        Assert.Equal((Limit, 1), (limits.Server, limits.Connection.Upload));
        Assert.Equal(new ThrottleOptions { Upload = 2 }, Assert.Single(limits.Users, user => user.Key == "demo").Value);
        Assert.Equal(new ThrottleOptions { Upload = 1, Download = 3 }, Assert.Single(limits.Sessions, session => session.Key == 1).Value);

        await Ask<LimitSet>(server, new SetSessionLimit(1, Limit));
        await Ask<NoSuchSession>(server, new SetSessionLimit(2, Limit));
        Assert.Equal(Limit, (await Ask<Limits>(server, new GetLimits())).Sessions[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_should_forget_the_throttle_of_a_user_whose_last_session_has_ended(bool isOrderly)
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("LOGIN");
        await client.Expect(230);
        Assert.Equal(["demo"], (await Ask<Limits>(server, new GetLimits())).Users.Keys);

        if (isOrderly)
            await client.Send("QUIT");
        else
            client.Dispose();

        await AwaitAssertAsync(async () => Assert.Empty((await Ask<Limits>(server, new GetLimits())).Users));
    }

    [Fact]
    public async Task Listener_should_take_limits_while_the_server_shuts_down()
    {
        Options = Options with { Commands = Options.Commands.With(ScriptedHandler.Verb("HANG", _ => new(new TaskCompletionSource<Outcome>().Task))) };
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("HANG");
        await Settled(server, "session-1");
        _ = server.Stop(TimeSpan.FromHours(1));
        await Ask<LimitSet>(server, new SetServerLimit(Limit));
    }

    private static Task<T> Ask<T>(FtpServer server, ICommand command) => server.Actor.Ask<T>(command, Patience);
}
