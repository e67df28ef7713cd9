using System.Collections.Concurrent;
using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Listening;
using FtpActors.Server.Middleware;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests;

public sealed class FtpServerSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    [Fact]
    public async Task A_server_should_not_have_stopped_before_its_name_is_free()
    {
        await using var first = await FtpPair.StartAsync(system: Sys);
        var ended = first.Server;
        using var gate = new ManualResetEventSlim();
        await WatchAsync(ended.Actor);
        ((ExtendedActorSystem)Sys).Guardian.Tell(new Identify(null), new SlowReader(Sys, gate));
        ended.Actor.Tell(new ServerProtocol.Drain(TimeSpan.Zero), ActorRefs.NoSender);
        await ExpectTerminatedAsync(ended.Actor, Patience);

        Assert.False(ended.Stopped.IsCompleted);

        gate.Set();
        await ended.Stopped.WaitAsync(Patience);
        await using var next = await FtpPair.StartAsync(system: Sys);
    }

    [Fact]
    public async Task A_server_should_have_stopped_when_its_system_has()
    {
        var system = ActorSystem.Create("short", "akka.loglevel = WARNING, akka.coordinated-shutdown.run-by-actor-system-terminate = off");
        await using var ftp = await FtpPair.StartAsync(system: system);

        await system.Terminate().WaitAsync(Patience);

        await ftp.Server.Stopped.WaitAsync(Patience);
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

    /// <summary>Holds up whoever answers it.</summary>
    private sealed class SlowReader(ActorSystem system, ManualResetEventSlim gate) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "slow";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender) => gate.Wait();
    }
}
