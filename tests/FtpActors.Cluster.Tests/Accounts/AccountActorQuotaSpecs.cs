using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage.Quota;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

public sealed class AccountActorQuotaSpecs : AccountActorSpecBase
{
    private static readonly QuotaAmount Limit = new(1000, 10);
    private long _request;

    [Fact]
    public async Task The_storage_should_be_counted_by_the_first_node_that_needs_room()
    {
        await Serve();
        var request = Reserve(2, 100);
        Reserve(1, 100);

        await GaveBack();
        await GaveBack();
        await Counted(2, new(850, 1));

        Assert.Equal(new QuotaAmount(100, 0), (await Answer(2, request)).Amount);
        await GaveBack();
        Assert.Equal((null, true), Told(await Answer(1)));
    }

    [Fact]
    public async Task Some_should_be_set_aside_ahead_of_need_but_not_all_that_is_left()
    {
        await Serve();
        Reserve(1, 100, wanted: 5000);

        await GaveBack();
        await Counted(1, default);

        Assert.Equal(new QuotaAmount(325, 0), (await Answer(1)).Amount);
    }

    [Fact]
    public async Task A_request_that_comes_again_should_be_granted_once()
    {
        await Serve();
        var request = Reserve(1, 600);
        await GaveBack();
        await Counted(1, default);
        await Answer(1, request);

        Tell(1, new ReserveQuota("demo", 1, Epoch, request, new(600, 0), new(600, 0), Limit));
        Assert.Equal(new QuotaAmount(600, 0), (await Answer(1, request)).Amount);
        Reserve(2, 400);
        Assert.Equal(new QuotaAmount(400, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task What_others_do_not_use_should_be_given_back_before_anybody_is_refused()
    {
        await Serve();
        Reserve(1, 100, wanted: 5000);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);

        Reserve(2, 900);
        await GaveBack(1, 225);

        Assert.Equal(new QuotaAmount(900, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task What_was_removed_elsewhere_should_be_known_before_anybody_is_refused()
    {
        await Serve();
        Reserve(1, 100);
        await GaveBack();
        await Counted(1, new(1000, 1));
        Assert.Equal((null, true), Told(await Answer(1)));

        // The node that removed it says so later than the client that has seen it has gone to another node.
        Reserve(2, 100);
        var asked = await AskedToGiveBack();
        Tell(3, new FreeQuota("demo", 3, Epoch));
        foreach (var (number, round) in asked)
            Tell(number, new ReturnQuota("demo", number, Epoch, default, round));
        await Counted(2, new(900, 1));

        Assert.Equal(new QuotaAmount(100, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task Files_should_be_counted_as_bytes_are()
    {
        await Serve();
        Tell(1, new ReserveQuota("demo", 1, Epoch, 1, new(0, 1), new(0, 1), Limit));
        await GaveBack();
        await Counted(1, new(0, 9));
        Assert.Equal(new QuotaAmount(0, 1), (await Answer(1, 1)).Amount);

        Tell(2, new ReserveQuota("demo", 2, Epoch, 1, new(0, 1), new(0, 1), Limit));
        await GaveBack();
        Assert.Equal((null, true), Told(await Answer(2, 1)));
    }

    [Fact]
    public async Task It_should_be_counted_anew_when_room_is_short_after_uploads_have_ended()
    {
        await Serve();
        Reserve(1, 1000);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);
        Tell(1, new SettleQuota("demo", 1, Epoch, new(1000, 0)));

        Reserve(2, 300);
        await GaveBack();
        await Counted(2, new(600, 1));

        Assert.Equal(new QuotaAmount(300, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task What_is_reserved_while_somebody_counts_should_be_added()
    {
        await Serve();
        Reserve(1, 500);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);
        Tell(1, new FreeQuota("demo", 1, Epoch));
        Reserve(2, 501);
        await GaveBack();
        var count = await Node(2).ExpectMsgAsync<CountQuota>();

        Reserve(3, 100);
        Assert.Equal(new QuotaAmount(100, 0), (await Answer(3)).Amount);
        Tell(2, new QuotaCounted("demo", 2, Epoch, count.Count, new(350, 1)));

        // 350 that may be what the first writes, its 500, and the 100 of meanwhile.
        await GaveBack();
        Assert.Equal((null, true), Told(await Answer(2)));
        Reserve(2, 50);
        Assert.Equal(new QuotaAmount(50, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task What_a_lost_node_held_should_be_used_until_it_is_counted()
    {
        await Serve();
        Reserve(1, 1000);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);

        Lose(1);
        Reserve(2, 700);
        await GaveBack();
        await Counted(2, new(300, 1));

        Assert.Equal(new QuotaAmount(700, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task What_a_lost_node_holds_should_not_be_given_again_until_it_must_have_noticed()
    {
        await Serve();
        Reserve(1, 1000);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);

        Lose(1, TimeSpan.FromSeconds(5));
        Reserve(2, 700);
        await GaveBack();
        Assert.Equal((null, true), Told(await Answer(2)));
        await Advance(TimeSpan.FromSeconds(5));

        Reserve(2, 700);
        await GaveBack();
        await Counted(2, new(300, 1));
        Assert.Equal(new QuotaAmount(700, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task An_account_that_comes_to_life_should_know_what_nodes_have_reserved()
    {
        await Live();
        Report(1, reserved: new(600, 0), answered: 5);
        Report(2);
        Report(3);

        Reserve(2, 401);
        await GaveBack();
        await Counted(2, default);
        Assert.Equal((null, true), Told(await Answer(2)));
        Reserve(2, 400);
        Assert.Equal(new QuotaAmount(400, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task A_report_should_not_take_off_what_is_on_its_way()
    {
        await Serve();
        var request = Reserve(1, 600);
        await GaveBack();
        await Counted(1, default);
        await Answer(1, request);

        Report(1, answered: request - 1);
        Reserve(2, 401);
        await GaveBack();
        Assert.Equal((null, true), Told(await Answer(2)));

        // That it never came is known once it has an answer to that request and has not reserved anything.
        Report(1, answered: request);
        Reserve(2, 401);
        await GaveBack();
        await Counted(2, default);
        Assert.Equal(new QuotaAmount(401, 0), (await Answer(2)).Amount);
    }

    [Fact]
    public async Task Another_node_should_count_when_one_is_lost_over_it_and_nobody_should_wait_for_ever()
    {
        await Serve();
        Reserve(1, 1);
        await GaveBack();
        await Node(1).ExpectMsgAsync<CountQuota>();
        Reserve(2, 1);
        await Settled();

        Lose(1);
        await GaveBack();
        await Node(2).ExpectMsgAsync<CountQuota>();
        await Advance(AccountActor.CountTime);

        Assert.Equal((null, false), Told(await Answer(2)));
    }

    [Fact]
    public async Task Whoever_asks_should_be_told_what_is_used_without_what_lies_about()
    {
        await Serve();
        Reserve(1, 100, wanted: 5000);
        await GaveBack();
        await Counted(1, new(200, 2));
        await Answer(1);

        Tell(3, new AskQuota("demo", 3, Epoch, 1));
        await GaveBack(1, 175);

        Assert.Equal(new QuotaAmount(300, 2), (await Answer(3, 1)).Amount);
    }

    [Fact]
    public async Task Nodes_that_do_not_give_back_in_time_should_not_be_waited_for()
    {
        await Serve();
        Reserve(1, 900);
        await GaveBack();
        await Counted(1, default);
        await Answer(1);
        Reserve(2, 101);
        await AskedToGiveBack();

        await Advance(AccountActor.GiveBackTime);

        Assert.Equal((null, true), Told(await Answer(2)));
    }

    private long Reserve(int node, long bytes, long? wanted = null)
    {
        Tell(node, new ReserveQuota("demo", node, Epoch, ++_request, new(bytes, 0), new(wanted ?? bytes, 0), Limit));
        return _request;
    }

    private async Task Counted(int node, QuotaAmount found)
    {
        var count = await Node(node).FishForMessageAsync<CountQuota>(_ => true, TimeSpan.FromSeconds(30));
        Tell(node, new QuotaCounted("demo", node, Epoch, count.Count, found));
    }

    /// <summary>One node so much, all others nothing.</summary>
    private async Task GaveBack(int node = 1, long bytes = 0)
    {
        foreach (var (number, round) in await AskedToGiveBack())
            Tell(number, new ReturnQuota("demo", number, Epoch, new(number == node ? bytes : 0, 0), round));
    }

    private async Task<List<(int Node, long Round)>> AskedToGiveBack()
    {
        List<(int, long)> asked = [];
        foreach (var number in Living)
            asked.Add((number, (await Node(number).ExpectMsgAsync<GiveBackQuota>()).Round));
        return asked;
    }

    private async Task<QuotaAnswered> Answer(int node, long? request = null)
    {
        var answer = await Node(node).ExpectMsgAsync<QuotaAnswered>();
        Assert.Equal(request ?? answer.Request, answer.Request);
        return answer;
    }

    private static (QuotaAmount? Amount, bool IsKnown) Told(QuotaAnswered answer) => (answer.Amount, answer.IsKnown);
}
