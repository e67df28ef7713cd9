using FtpActors.Cluster.Accounts;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

public sealed class AccountActorSpecs : AccountActorSpecBase
{
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Sessions_should_be_counted_over_all_nodes()
    {
        await Serve();

        Assert.True(await Claim(1, 10, limit: 2));
        Assert.True(await Claim(2, 10, limit: 2));
        Assert.False(await Claim(3, 10, limit: 2));
        Tell(1, new ReleaseSlot("demo", 1, Epoch, 10));
        Assert.True(await Claim(3, 11, limit: 2));
    }

    [Fact]
    public async Task A_claim_that_comes_again_should_have_one_slot()
    {
        await Serve();

        Assert.True(await Claim(1, 10, limit: 1));
        Assert.True(await Claim(1, 10, limit: 1));
        Assert.False(await Claim(1, 11, limit: 1));
    }

    [Fact]
    public async Task The_slots_of_a_node_should_be_free_once_it_is_gone()
    {
        await Serve();
        Assert.True(await Claim(1, 10, limit: 1));

        Lose(1);

        Assert.True(await Claim(2, 20, limit: 1));
        Tell(1, new ClaimSlot("demo", 1, Epoch, 11, 9));
        await Settled();
        Assert.False(Node(1).HasMessages);
    }

    [Fact]
    public async Task What_a_lost_node_holds_should_be_its_own_until_it_must_have_noticed()
    {
        await Serve();
        Assert.True(await Claim(1, 10, limit: 1));
        var lease = await Rate(1, 0, lease: 1, isShort: true);
        await Rate(1, lease.Number, lease.Download!.Value, isShort: true);

        Lose(1, Afterlife);
        await Advance(Afterlife - TimeSpan.FromSeconds(1));
        Assert.False(await Claim(2, 20, limit: 1));
        Assert.InRange((await Rate(2, 0, lease: 1, isShort: true)).Download!.Value, 0, 450_000);
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(900_000, (await Node(2).ExpectMsgAsync<RateLeased>()).Download);
        Assert.True(await Claim(2, 21, limit: 1));
    }

    [Fact]
    public async Task An_account_that_comes_to_life_should_wait_for_what_a_lost_node_may_hold()
    {
        await Live();
        Report(1);
        Report(2);
        Tell(1, new ClaimSlot("demo", 1, Epoch, 10, 1));

        Lose(3, Afterlife);
        await Advance(AccountActor.Repetition);
        Assert.False(Node(1).HasMessages);
        await Advance(Afterlife - AccountActor.Repetition);

        Assert.True((await Node(1).ExpectMsgAsync<SlotAnswered>()).IsTaken);
    }

    [Fact]
    public async Task An_account_should_decide_nothing_before_all_nodes_have_told_what_they_hold()
    {
        await Live();
        Report(1);
        Tell(1, new ClaimSlot("demo", 1, Epoch, 10, 2));
        Report(2, slots: [20, 21]);
        await Settled();
        Assert.False(Node(1).HasMessages);

        Report(3);

        Assert.False((await Node(1).ExpectMsgAsync<SlotAnswered>()).IsTaken);
    }

    [Fact]
    public async Task An_account_should_not_wait_for_a_node_that_is_gone()
    {
        await Live();
        Report(1);
        Report(2);

        Lose(3);

        Assert.True(await Claim(1, 10, limit: 1));
    }

    [Fact]
    public async Task An_account_should_ask_again_and_wait_no_longer_than_its_patience()
    {
        await Live();
        Report(1);
        Report(2);

        await Advance(AccountActor.Repetition);
        await Node(3).ExpectMsgAsync<RecallAccount>();
        Assert.False(Node(1).HasMessages);
        await Advance(AccountActor.Patience);

        Assert.True(await Claim(1, 10, limit: 1));
        Report(3, slots: [30]);
        Assert.False(await Claim(2, 20, limit: 2));
    }

    [Fact]
    public async Task What_was_said_to_an_account_before_should_be_answered_by_a_recall()
    {
        await Serve();

        Tell(1, new ClaimSlot("demo", 1, Epoch - 1, 10, 1));
        Assert.Equal(Epoch, (await Node(1).ExpectMsgAsync<RecallAccount>()).Epoch);
        Tell(2, new GreetAccount("demo", 2));
        await Node(2).ExpectMsgAsync<RecallAccount>();

        Assert.True(await Claim(3, 30, limit: 1));
    }

    [Fact]
    public async Task A_report_should_put_right_what_was_lost_and_leave_what_is_under_way()
    {
        await Serve();
        Assert.True(await Claim(1, 10, limit: 3));
        Assert.True(await Claim(1, 11, limit: 3));
        Assert.True(await Claim(1, 12, limit: 3));

        Report(1, slots: [10], claims: [11]);

        Assert.True(await Claim(2, 20, limit: 3));
        Assert.False(await Claim(2, 21, limit: 3));
    }

    [Fact]
    public async Task A_rate_should_be_divided_among_the_nodes_that_use_it()
    {
        await Serve();
        var first = await Rate(1, 0, lease: 1, isShort: true);
        Assert.Equal((null, 900_000), (first.Upload, first.Download));

        // The second waits until the first has said that it goes slower.
        var begun = await Rate(2, 0, lease: 1, isShort: true);
        Assert.Equal(1, begun.Download);
        var slower = await Node(1).ExpectMsgAsync<RateLeased>();
        Assert.Equal(450_000, slower.Download);
        await Rate(1, slower.Number, slower.Download!.Value, isShort: true);

        Assert.Equal(450_000, (await Node(2).ExpectMsgAsync<RateLeased>()).Download);
    }

    [Fact]
    public async Task The_share_of_a_node_that_is_gone_should_be_for_the_others()
    {
        await Serve();
        var lease = await Rate(1, 0, lease: 1, isShort: true);
        await Rate(2, 0, lease: 1, isShort: true);
        lease = await Node(1).ExpectMsgAsync<RateLeased>();
        await Rate(1, lease.Number, lease.Download!.Value, isShort: true);
        await Node(2).ExpectMsgAsync<RateLeased>();

        Lose(2);

        Assert.Equal(900_000, (await Node(1).ExpectMsgAsync<RateLeased>()).Download);
    }

    [Fact]
    public async Task Shares_that_nodes_report_should_count_when_an_account_comes_to_life()
    {
        await Live();
        Report(1, rates: new RateDemands(40, null, new RateDemand(900_000, 600_000, 600_000, true)));
        Report(2, rates: new RateDemands(41, null, new RateDemand(900_000, 300_000, 300_000, true)));
        Report(3);

        // Less for the one at once; more for the other once it has said so.
        var lease = await Node(1).ExpectMsgAsync<RateLeased>();
        Assert.Equal(450_000, lease.Download);
        Assert.InRange(lease.Number, 42, long.MaxValue);
        await Settled();
        Assert.False(Node(2).HasMessages);
        await Rate(1, lease.Number, 450_000, isShort: true);
        Assert.Equal(450_000, (await Node(2).ExpectMsgAsync<RateLeased>()).Download);
    }

    private async Task<bool> Claim(int node, long claim, int limit)
    {
        Tell(node, new ClaimSlot("demo", node, Epoch, claim, limit));
        var answer = await Node(node).ExpectMsgAsync<SlotAnswered>();
        Assert.Equal(claim, answer.Claim);
        return answer.IsTaken;
    }

    private async Task<RateLeased> Rate(int node, long number, long lease, bool isShort)
    {
        Tell(node, new ReportRate("demo", node, Epoch, new RateDemands(number, null, new RateDemand(900_000, lease, 0, isShort))));
        return await Node(node).ExpectMsgAsync<RateLeased>();
    }
}
