using FtpActors.TestKit;
using static FtpActors.Server.Listening.ServerProtocol;

namespace FtpActors.Server.Tests.Listening;

/// <summary>What an embedder tells the actor of a server that runs.</summary>
public sealed class ServerProtocolSpecs() : ActorSpecBase("akka.loglevel = ERROR")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_server_should_tell_where_it_accepts()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);

        ftp.Server.Actor.Tell(new GetAddresses(), TestActor);

        Assert.Equal((await ftp.Server.Bound).AsEnumerable(), (await ExpectMsgAsync<Addresses>(Patience)).Bound.AsEnumerable());
    }

    [Fact]
    public async Task A_server_that_drains_should_say_so_let_transfers_finish_and_stop()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var idle = await ftp.Login();
        await using var busy = await ftp.Login();
        await using var data = await busy.OpenPassive();
        await busy.Command("STOR a", 150);
        await WatchAsync(ftp.Server.Actor);

        ftp.Server.Actor.Tell(new Drain(TimeSpan.FromMinutes(10)), TestActor);

        Assert.Equal(new Draining(2), await ExpectMsgAsync<Draining>(Patience));
        await idle.Expect(421);
        ftp.Server.Actor.Tell(new GetAddresses(), TestActor);
        Assert.Empty((await ExpectMsgAsync<Addresses>(Patience)).Bound);
        data.CompleteSend();
        await busy.Expect(226);
        await busy.Expect(421);
        await ExpectTerminatedAsync(ftp.Server.Actor, Patience);
        await ftp.Server.Stopped.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_second_drain_should_shorten_the_grace()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        ftp.Server.Actor.Tell(new Drain(Timeout.InfiniteTimeSpan), TestActor);
        await ExpectMsgAsync<Draining>(Patience);

        ftp.Server.Actor.Tell(new Drain(TimeSpan.Zero), TestActor);

        Assert.Equal(new Draining(1), await ExpectMsgAsync<Draining>(Patience));
        await client.Expect(426);
        await client.Expect(421);
        await ftp.Server.Stopped.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_grace_beyond_all_timers_should_be_one_without_end()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        var stopped = ftp.Server.Stop(TimeSpan.MaxValue);
        data.CompleteSend();

        await client.Expect(226);
        await stopped.WaitAsync(Patience);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Drain(TimeSpan.FromSeconds(-5)));
    }
}
