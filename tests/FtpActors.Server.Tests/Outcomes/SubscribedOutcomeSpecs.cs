using Akka.Actor;
using Akka.TestKit;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;
using static FtpActors.Server.Outcomes.OutcomeProtocol;

namespace FtpActors.Server.Tests.Outcomes;

/// <summary>Subscribers of a whole server, and its clients.</summary>
public sealed class SubscribedOutcomeSpecs() : ActorSpecBase("akka.loglevel = ERROR")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Subscriber_should_hear_of_every_transfer()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var subscriber = await Subscribe(ftp, 10);
        await using var client = await ftp.Login();

        await client.Upload("STOR a", new byte[3]);
        await client.Download("RETR a");

        foreach (var verb in new[] { "STOR", "RETR" })
        {
            var outcome = await subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>(Patience);
            Assert.Equal((verb, 3), (outcome.Transfer.Verb, outcome.Transfer.Bytes));
            ftp.Server.Actor.Tell(new OutcomeReceived(outcome.Id), subscriber);
        }
    }

    [Fact]
    public async Task Transfers_should_begin_when_the_subscriber_has_room_again()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var subscriber = await Subscribe(ftp, 1);
        await using var client = await ftp.Login();
        await client.Upload("STOR a", new byte[3]);
        await using var data = await client.OpenPassive();
        await client.SendLine("STOR b");

        subscriber.Reply(new OutcomeReceived((await subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>(Patience)).Id));

        await client.Expect(150);
        data.CompleteSend();
        await client.Expect(226);
    }

    [Fact]
    public async Task A_transfer_given_up_while_it_waits_for_room_should_have_no_outcome_and_leave_nothing()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var subscriber = await Subscribe(ftp, 1);
        await using var client = await ftp.Login();
        await client.Upload("STOR a", new byte[3]);
        var first = await subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>(Patience);
        await using var data = await client.OpenPassive();
        await client.SendLine("STOR b");

        await client.Command("ABOR", 426);

        await client.Expect(226);
        await client.Command("SIZE b", 550);
        subscriber.Reply(new OutcomeReceived(first.Id));
        await using var later = await client.OpenPassive();
        await client.Command("STOR c", 150);
        later.CompleteSend();
        await client.Expect(226);
        Assert.Equal("c", (await subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>(Patience)).Transfer.Path.Name);
    }

    [Fact]
    public async Task A_transfer_that_waits_for_room_too_long_should_read_425()
    {
        // Long enough for the first on a busy machine, too.
        await using var ftp = await FtpPair.StartAsync(
            options => options with { Timeouts = options.Timeouts with { DataConnect = TimeSpan.FromSeconds(2) } }, system: Sys);
        await Subscribe(ftp, 1);
        await using var client = await ftp.Login();
        await client.Upload("STOR a", new byte[3]);
        await using var data = await client.OpenPassive();

        await client.Command("STOR b", 425);
    }

    private async Task<TestProbe> Subscribe(FtpPair ftp, int capacity)
    {
        var subscriber = CreateTestProbe("subscriber");
        ftp.Server.Actor.Tell(new SubscribeOutcomes(subscriber, capacity) { RedeliverAfter = TimeSpan.FromHours(1) });
        await subscriber.ExpectMsgAsync<OutcomesSubscribed>(Patience);
        return subscriber;
    }
}
