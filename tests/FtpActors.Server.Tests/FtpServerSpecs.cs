using System.Collections.Concurrent;
using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests;

public sealed class FtpServerSpecs
{
    [Fact]
    public async Task A_server_should_remember_the_failed_logins_of_an_address_over_its_connections_and_not_those_of_another_server()
    {
        var spy = new Spy();
        await using var first = await FtpPair.StartAsync(options => options with { Middleware = [spy] });
        await using var second = await FtpPair.StartAsync(_ => first.Options);
        await FailToLogIn(first);
        await FailToLogIn(first);
        await FailToLogIn(second);

        Assert.Equal([1, 2], spy.Rooms.Keys.Select(room => room.Count(first.EndPoint.Address)).Order());
    }

    private static async Task FailToLogIn(FtpPair ftp)
    {
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 530);
    }

    private sealed class Spy : CommandMiddleware
    {
        public ConcurrentDictionary<LoginFailures, bool> Rooms { get; } = [];

        public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command)
        {
            Rooms.TryAdd(context.Session.Options.LoginFailures, true);
            return CommandVerdict.Pass;
        }
    }
}
