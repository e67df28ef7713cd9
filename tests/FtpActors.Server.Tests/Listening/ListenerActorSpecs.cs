using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Server.Tests.Sessions;

namespace FtpActors.Server.Tests.Listening;

public sealed class ListenerActorSpecs : ListenerSpecBase
{
    [Fact]
    public async Task Listener_should_tell_the_ports_it_took()
    {
        Options = Options with { Listen = [new(IPAddress.Loopback, 0), new(IPAddress.IPv6Loopback, 0), new(IPAddress.Loopback, 0)] };

        var (server, _) = await Start();

        var bound = await server.Bound;
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Loopback], bound.Select(address => address.Address));
        Assert.DoesNotContain(0, bound.Select(address => address.Port));
        foreach (var address in bound)
            await ExpectAlive(await Connect(address));
    }

    [Fact]
    public async Task Listener_should_tell_a_session_both_ends_of_its_connection()
    {
        var (_, address) = await Start();
        var client = await Connect(address);

        await client.Send("WHO");

        Assert.Equal($"{address}|{client.Local}", (await client.Reply()).Text);
    }

    [Fact]
    public async Task Listener_should_show_IPv4_addresses_plain_on_a_wildcard_that_serves_both()
    {
        Options = Options with { Listen = [new(IPAddress.IPv6Any, 0)] };
        var (_, address) = await Start();
        var client = await Connect(new IPEndPoint(IPAddress.Loopback, address.Port));

        await client.Send("WHO");

        Assert.Equal($"127.0.0.1:{address.Port}|{client.Local}", (await client.Reply()).Text);
        await ExpectAlive(await Connect(new IPEndPoint(IPAddress.IPv6Loopback, address.Port)));
    }

    [Fact]
    public async Task Listener_should_fail_and_stop_when_an_address_is_taken()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var taken = (IPEndPoint)other.LocalEndPoint!;
        Options = Options with { Listen = [new(IPAddress.Loopback, 0), taken] };

        var server = FtpServer.Start(Sys, Options);

        var failure = await Assert.ThrowsAsync<AddressUnavailableException>(() => server.Bound.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(taken, failure.EndPoint);
        await ExpectStopped(server);
    }

    [Fact]
    public async Task Server_should_refuse_the_name_of_a_server_that_runs()
    {
        await Start();

        Assert.Throws<InvalidActorNameException>(() => FtpServer.Start(Sys, Options));
    }

    [Fact]
    public async Task Two_servers_should_run_and_end_beside_each_other()
    {
        var (first, firstAddress) = await StartAlone();
        Options = Options with { Name = "other" };
        var (_, secondAddress) = await StartAlone();
        await ExpectAlive(await Connect(firstAddress));
        var neighbour = await Connect(secondAddress);

        Sys.Stop(first.Actor);
        await ExpectStopped(first);

        await ExpectAlive(neighbour);
        await ExpectAlive(await Connect(secondAddress));
        await Assert.ThrowsAsync<SocketException>(() => ControlClient.Connect(firstAddress));
    }

    [Fact]
    public async Task Listener_should_cut_every_session_when_it_is_stopped()
    {
        var (server, address) = await Start();
        var client = await Connect(address);

        Sys.Stop(server.Actor);

        await client.ExpectCut();
        await ExpectStopped(server);
    }
}
