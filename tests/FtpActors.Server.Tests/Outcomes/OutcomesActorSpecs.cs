using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Outcomes.OutcomeProtocol;
using static FtpActors.Server.Outcomes.VerdictProtocol;

namespace FtpActors.Server.Tests.Outcomes;

public sealed class OutcomesActorSpecs : ActorSpecBase
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly TransferOutcomes _outcomes;
    private readonly IActorRef _actor;
    private readonly TestProbe _subscriber;

    public OutcomesActorSpecs()
        : base(SessionSpecBase.VirtualTime)
    {
        _outcomes = new TransferOutcomes(Sys.EventStream);
        _actor = Sys.ActorOf(OutcomesActor.Props(_outcomes), "outcomes");
        _subscriber = CreateTestProbe("subscriber");
    }

    [Fact]
    public async Task OutcomesActor_should_tell_subscribers_every_outcome()
    {
        var other = CreateTestProbe("other");
        await Subscribe(_subscriber);
        await Subscribe(other);

        Publish(3);

        foreach (var probe in new[] { _subscriber, other })
        {
            for (var id = 1; id <= 3; id++)
                Assert.Equal(id, (await probe.ExpectMsgAsync<FtpTransferEvent.Completed>()).Id);
        }
    }

    [Fact]
    public async Task OutcomesActor_should_tell_again_what_is_not_answered()
    {
        await Subscribe(_subscriber);
        Publish(3);
        await _subscriber.ReceiveNAsync(3).ToListAsync();
        _subscriber.Reply(new OutcomeReceived(2));

        await Advance(Again);
        Assert.Equal([1, 3], (await _subscriber.ReceiveNAsync(2).ToListAsync()).Cast<FtpTransferEvent>().Select(outcome => outcome.Id));

        _subscriber.Reply(new OutcomeReceived(1));
        _subscriber.Reply(new OutcomeReceived(3));
        _subscriber.Reply(new OutcomeReceived(3));
        await Advance(Again);
        await Advance(Again);
        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task OutcomesActor_should_tell_again_at_once_when_somebody_subscribes_again()
    {
        await Subscribe(_subscriber);
        Publish(1);
        await _subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>();

        await Subscribe(_subscriber);

        Assert.Equal(1, (await _subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>()).Id);
    }

    [Fact]
    public async Task Transfers_should_wait_while_a_subscriber_has_not_answered_as_many_as_it_may()
    {
        await Subscribe(_subscriber, 2);
        await Subscribe(CreateTestProbe("roomy"), 100);
        Publish(1);
        Assert.Null(_outcomes.Room);
        Publish(1);

        var room = _outcomes.Room;
        Assert.NotNull(room);
        _actor.Tell(new UnsubscribeOutcomes(_subscriber), _subscriber);

        await room.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(_outcomes.Room);
    }

    [Fact]
    public async Task Transfers_should_go_on_when_a_subscriber_answers()
    {
        await Subscribe(_subscriber, 1);
        Publish(1);
        var room = _outcomes.Room!;
        await _subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>();
        Assert.False(room.IsCompleted);

        _subscriber.Reply(new OutcomeReceived(1));

        await room.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(_outcomes.Room);
    }

    [Fact]
    public async Task Transfers_should_go_on_when_the_subscriber_is_dead()
    {
        await Subscribe(_subscriber, 1);
        Publish(3);
        var room = _outcomes.Room!;

        Sys.Stop(_subscriber);

        await room.WaitAsync(TimeSpan.FromSeconds(30));
        Publish(1);
        Assert.Null(_outcomes.Room);
    }

    [Fact]
    public async Task OutcomesActor_should_forget_nothing_when_it_is_restarted()
    {
        await Subscribe(_subscriber);
        Publish(1);
        await _subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>();

        await EventFilter.Exception<ArgumentNullException>().ExpectOneAsync(() =>
        {
            _actor.Tell(new UnsubscribeOutcomes(null!));
            return Task.CompletedTask;
        });
        await Advance(Again);

        Assert.Equal(1, (await _subscriber.ExpectMsgAsync<FtpTransferEvent.Completed>()).Id);
    }

    [Fact]
    public async Task OutcomesActor_should_say_nothing_after_a_subscription_has_ended()
    {
        await Subscribe(_subscriber);
        _actor.Tell(new UnsubscribeOutcomes(_subscriber));
        await _subscriber.ExpectMsgAsync<OutcomesUnsubscribed>();

        Publish(1);

        await Advance(Again);
        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task OutcomesActor_should_know_the_judge_and_that_it_is_dead()
    {
        _actor.Tell(new JudgeUploads(_subscriber, TimeSpan.FromSeconds(3)));
        await _subscriber.ExpectMsgAsync<Judging>();
        Assert.Equal((_subscriber.Ref, TimeSpan.FromSeconds(3), 451, false), _outcomes.Judge is { } judge ? (judge.Actor, judge.Timeout, judge.Otherwise!.Code, judge.IsDead) : default);

        Sys.Stop(_subscriber);
        await AwaitAssertAsync(() => Assert.True(_outcomes.Judge!.IsDead));

        await _actor.Ask<NotJudging>(new StopJudging(), TimeSpan.FromSeconds(30));
        Assert.Null(_outcomes.Judge);
    }

    private async Task Subscribe(TestProbe probe, int capacity = 1000)
    {
        _actor.Tell(new SubscribeOutcomes(probe, capacity) { RedeliverAfter = Again });
        await probe.ExpectMsgAsync<OutcomesSubscribed>();
    }

    private void Publish(int count)
    {
        for (var i = 0; i < count; i++)
            _outcomes.Publish(new TransferProtocol.Finished(1, 0), Facts);
    }

    private async Task Advance(TimeSpan time)
    {
        await _actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
        ((TestScheduler)Sys.Scheduler).Advance(time);
        await _actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
    }

    private static TransferFacts Facts => new()
    {
        Server = "ftp",
        Session = 1,
        Id = 1,
        User = null,
        Host = null,
        Remote = new IPEndPoint(IPAddress.Loopback, 1),
        Verb = "STOR",
        Path = FtpPath.Root,
        IsUpload = true,
        Bytes = 0,
        Started = DateTime.UnixEpoch,
        Duration = TimeSpan.Zero,
    };
}
