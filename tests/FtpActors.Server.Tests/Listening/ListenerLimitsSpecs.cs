using System.Net;
using FtpActors.Server.Tests.Sessions;

namespace FtpActors.Server.Tests.Listening;

public sealed class ListenerLimitsSpecs : ListenerSpecBase
{
    [Fact]
    public async Task Listener_should_refuse_more_sessions_than_allowed_with_421_until_one_ends()
    {
        Options = Options with { Limits = Options.Limits with { MaxSessions = 2 } };
        var (server, address) = await Start();
        var first = await Connect(address);
        var second = await Connect(address);

        await (await Connect(address, 421)).ExpectEnd();
        await Quit(first);
        await Settled(server);

        await ExpectAlive(await Connect(address));
        await ExpectAlive(second);
    }

    [Fact]
    public async Task Listener_should_have_a_place_for_a_client_that_comes_back_as_soon_as_it_sees_its_end()
    {
        Options = Options with { Limits = Options.Limits with { MaxSessions = 1 } };
        var (_, address) = await Start();

        for (var i = 0; i < 100; i++)
            await Quit(await Connect(address));
    }

    [Fact]
    public async Task Listener_should_refuse_more_sessions_of_one_address_than_allowed_with_421()
    {
        Options = Options with { Listen = [new(IPAddress.IPv6Any, 0)], Limits = Options.Limits with { MaxSessionsPerAddress = 1 } };
        var (_, address) = await Start();
        var (v4, v6) = (new IPEndPoint(IPAddress.Loopback, address.Port), new IPEndPoint(IPAddress.IPv6Loopback, address.Port));
        var first = await Connect(v4);

        await (await Connect(v4, 421)).ExpectEnd();

        await ExpectAlive(await Connect(v6));
        await ExpectAlive(first);
    }

    [Fact]
    public async Task Listener_should_leave_connections_waiting_at_the_most_it_may_have_until_one_ends()
    {
        Options = Options with { Limits = Options.Limits with { MaxSessions = 1, MaxConnections = 1 } };
        var (_, address) = await Start();
        var first = await Connect(address);
        using var waiting = await ControlClient.Connect(address);
        await ExpectAlive(first);
        Assert.False(waiting.HasInput);

        await Quit(first);

        await waiting.Expect(220);
        await ExpectAlive(waiting);
    }

    private static async Task Quit(ControlClient client)
    {
        await client.Send("QUIT");
        await client.Expect(221);
        await client.ExpectEnd();
    }
}
