using Akka.Actor;
using Akka.TestKit;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server.Accounts;
using static FtpActors.Cluster.Accounts.NodeAccountsProtocol;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>The actor of one node in virtual time; a probe stands for all accounts, another for the server.</summary>
public sealed class NodeAccountsActorSpecs : ActorSpecBase, IQuotaHolder
{
    private const int Node = 3;
    private const long Epoch = 77;
    private readonly TestProbe _accounts;
    private readonly TestProbe _server;
    private QuotaAmount _left;
    private IActorRef _actor = ActorRefs.Nobody;

    public NodeAccountsActorSpecs()
        : base("""
            akka.loglevel = WARNING
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """)
    {
        _accounts = CreateTestProbe("accounts");
        _server = CreateTestProbe("server");
        Start(new AccountsOptions());
    }

    [Fact]
    public async Task The_account_should_be_greeted_first_and_asked_once_it_is_known()
    {
        Server(new TakeSlot(new SlotClaim(1, "demo", 4)));
        await _accounts.ExpectMsgAsync(new GreetAccount("demo", Node));

        Account(new RecallAccount("demo", Epoch));

        Assert.Equal(1, Assert.Single((await _accounts.ExpectMsgAsync<ReportAccount>()).Claims));
        await _accounts.ExpectMsgAsync(new ClaimSlot("demo", Node, Epoch, 1, 4));
        Account(new SlotAnswered("demo", Epoch, 1, true));
        await _server.ExpectMsgAsync(new SlotDecided(SlotAnswer.Taken));
        Server(new TakeSlot(new SlotClaim(2, "demo", 4)));
        await _accounts.ExpectMsgAsync(new ClaimSlot("demo", Node, Epoch, 2, 4));
        Account(new SlotAnswered("demo", Epoch, 2, false));
        await _server.ExpectMsgAsync(new SlotDecided(SlotAnswer.Refused));
    }

    [Fact]
    public async Task An_account_that_lives_anew_should_be_told_everything_and_what_the_former_said_be_void()
    {
        await Taken(1);
        Server(new TakeSlot(new SlotClaim(2, "demo", 4)));
        await _accounts.ExpectMsgAsync<ClaimSlot>();

        Account(new RecallAccount("demo", Epoch + 1));
        Account(new SlotAnswered("demo", Epoch, 2, true));

        var report = await _accounts.ExpectMsgAsync<ReportAccount>();
        Assert.Equal((Epoch + 1, 1, 2), (report.Epoch, Assert.Single(report.Slots), Assert.Single(report.Claims)));
        await _accounts.ExpectMsgAsync(new ClaimSlot("demo", Node, Epoch + 1, 2, 4));
        await Settled();
        Assert.False(_server.HasMessages);
    }

    [Fact]
    public async Task A_node_that_holds_nothing_should_say_so()
    {
        Account(new RecallAccount("nobody", Epoch));

        var report = await _accounts.ExpectMsgAsync<ReportAccount>();
        Assert.Equal(("nobody", Epoch, 0, default), (report.User, report.Epoch, report.Slots.Length, report.Reserved));
    }

    [Fact]
    public async Task A_claim_without_an_answer_should_be_repeated_and_refused_in_the_end()
    {
        await Taken(1);
        Server(new TakeSlot(new SlotClaim(2, "demo", 4)));
        await _accounts.ExpectMsgAsync<ClaimSlot>();

        await Advance(NodeAccountsActor.Repetition);
        await _accounts.ExpectMsgAsync(new ClaimSlot("demo", Node, Epoch, 2, 4));
        await Advance(new AccountsOptions().AnswerTimeout);

        await _server.ExpectMsgAsync(new SlotDecided(SlotAnswer.Unavailable));
        await Advance(NodeAccountsActor.Rhythm);
        Assert.Empty((await _accounts.FishForMessageAsync<ReportAccount>(report => report.Claims.IsEmpty)).Claims);
    }

    [Fact]
    public async Task A_claim_without_an_answer_should_be_allowed_where_that_is_wanted_and_count_later()
    {
        Start(new AccountsOptions { WhenUnreachable = UnreachableAccounts.AllowLocally });
        Server(new TakeSlot(new SlotClaim(2, "demo", 4)));

        await Advance(new AccountsOptions().AnswerTimeout + NodeAccountsActor.Repetition);

        await _server.ExpectMsgAsync(new SlotDecided(SlotAnswer.Taken));
        Account(new RecallAccount("demo", Epoch));
        Assert.Equal(2, Assert.Single((await _accounts.FishForMessageAsync<ReportAccount>(_ => true)).Slots));
    }

    [Fact]
    public async Task A_slot_that_is_released_should_be_free_also_without_an_answer_so_far()
    {
        await Taken(1);
        Server(new FreeSlot(new SlotClaim(1, "demo", 4)));
        await _accounts.ExpectMsgAsync(new ReleaseSlot("demo", Node, Epoch, 1));
        Server(new TakeSlot(new SlotClaim(2, "demo", 4)));
        await _accounts.ExpectMsgAsync<ClaimSlot>();
        Server(new FreeSlot(new SlotClaim(2, "demo", 4)));
        await _accounts.ExpectMsgAsync(new ReleaseSlot("demo", Node, Epoch, 2));
        Account(new SlotAnswered("demo", Epoch, 2, true));
        await Settled();
        Assert.False(_server.HasMessages);
    }

    [Fact]
    public async Task Quota_should_be_asked_for_one_after_the_other_and_reported_until_it_is_settled()
    {
        await Taken(1);
        Server(new LedgerOpened("demo", this));
        Server(new TakeQuota("demo", new(10, 0), new(100, 0), new(1000, 10)));
        Server(new TellQuota("demo"));
        await _accounts.ExpectMsgAsync(new ReserveQuota("demo", Node, Epoch, 1, new(10, 0), new(100, 0), new(1000, 10)));
        await Settled();
        Assert.False(_accounts.HasMessages);

        Account(new QuotaAnswered("demo", Epoch, 1, new(100, 0), true));

        await _server.ExpectMsgAsync(new QuotaDecided(new(100, 0), true));
        await _accounts.ExpectMsgAsync(new AskQuota("demo", Node, Epoch, 2));
        Account(new QuotaAnswered("demo", Epoch, 2, new(300, 1), true));
        await _server.ExpectMsgAsync(new QuotaDecided(new(300, 1), true));
        Server(new QuotaSettled("demo", new(60, 0)));
        await _accounts.ExpectMsgAsync(new SettleQuota("demo", Node, Epoch, new(60, 0)));
        Account(new RecallAccount("demo", Epoch + 1));
        var report = await _accounts.ExpectMsgAsync<ReportAccount>();
        Assert.Equal((new QuotaAmount(40, 0), 2), (report.Reserved, report.Answered));
    }

    [Fact]
    public async Task What_is_not_used_should_be_given_back_when_asked_for_and_after_a_rest()
    {
        await Taken(1);
        Server(new LedgerOpened("demo", this));
        Server(new TakeQuota("demo", new(10, 0), new(100, 0), new(1000, 10)));
        await _accounts.ExpectMsgAsync<ReserveQuota>();
        Account(new QuotaAnswered("demo", Epoch, 1, new(100, 0), true));
        await _server.ExpectMsgAsync<QuotaDecided>();

        _left = new(30, 0);
        Account(new GiveBackQuota("demo", Epoch, 9));
        await _accounts.ExpectMsgAsync(new ReturnQuota("demo", Node, Epoch, new(30, 0), 9));
        _left = new(50, 0);
        await Advance(NodeAccountsActor.Rhythm);
        await Advance(NodeAccountsActor.Rhythm);

        await _accounts.FishForMessageAsync<ReturnQuota>(returned => returned == new ReturnQuota("demo", Node, Epoch, new(50, 0), 0));
        Assert.Equal(new(20, 0), (await _accounts.ExpectMsgAsync<ReportAccount>()).Reserved);
    }

    [Fact]
    public async Task Whoever_holds_nothing_should_answer_as_well_and_first_say_what_was_removed()
    {
        Account(new GiveBackQuota("demo", Epoch, 9));
        await _accounts.ExpectMsgAsync(new ReturnQuota("demo", Node, Epoch, default, 9));

        Server(new LedgerOpened("demo", this));
        Server(new NodeAccountsProtocol.QuotaFreed("demo"));
        await _accounts.ExpectMsgAsync(new GreetAccount("demo", Node));
        Account(new GiveBackQuota("demo", Epoch, 10));
        await _accounts.ExpectMsgAsync(new FreeQuota("demo", Node, Epoch));
        await _accounts.ExpectMsgAsync(new ReturnQuota("demo", Node, Epoch, default, 10));
        Account(new GiveBackQuota("demo", Epoch, 11));
        await _accounts.ExpectMsgAsync(new ReturnQuota("demo", Node, Epoch, default, 11));
    }

    [Fact]
    public async Task What_was_removed_while_the_account_was_not_known_should_be_said_once_it_is()
    {
        Server(new LedgerOpened("demo", this));
        Server(new NodeAccountsProtocol.QuotaFreed("demo"));
        await _accounts.ExpectMsgAsync(new GreetAccount("demo", Node));

        Account(new RecallAccount("demo", Epoch));

        await _accounts.ExpectMsgAsync<ReportAccount>();
        await _accounts.ExpectMsgAsync(new FreeQuota("demo", Node, Epoch));
        Server(new NodeAccountsProtocol.QuotaFreed("demo"));
        await _accounts.ExpectMsgAsync(new FreeQuota("demo", Node, Epoch));
    }

    [Fact]
    public async Task The_storage_should_be_counted_for_the_account()
    {
        await Taken(1);
        Account(new CountQuota("demo", Epoch, 4));
        await _accounts.ExpectMsgAsync(new QuotaCounted("demo", Node, Epoch, 4, null));
        Server(new LedgerOpened("demo", this));
        Account(new CountQuota("demo", Epoch, 5));
        await _accounts.ExpectMsgAsync(new QuotaCounted("demo", Node, Epoch, 5, new(70, 7)));
    }

    [Fact]
    public async Task Quota_that_nobody_grants_should_be_unknown_and_come_to_nothing_when_it_is_granted_later()
    {
        await Taken(1);
        Server(new TakeQuota("demo", new(10, 0), new(100, 0), new(1000, 10)));
        await Advance(new AccountsOptions().AnswerTimeout + NodeAccountsActor.Repetition);
        await _server.ExpectMsgAsync(new QuotaDecided(null, false));

        Account(new QuotaAnswered("demo", Epoch, 1, new(100, 0), true));
        Account(new RecallAccount("demo", Epoch + 1));

        var report = await _accounts.FishForMessageAsync<ReportAccount>(report => report.Epoch == Epoch + 1);
        Assert.Equal((default, 1), (report.Reserved, report.Answered));
    }

    Task<QuotaAmount> IQuotaHolder.Count() => Task.FromResult(new QuotaAmount(70, 7));

    QuotaAmount IQuotaHolder.GiveBack()
    {
        var left = _left;
        _left = default;
        return left;
    }

    private void Start(AccountsOptions options)
    {
        var members = new FakeMembers();
        _actor = Sys.ActorOf(NodeAccountsActor.Props(options, members, Node, _accounts));
    }

    private async Task Taken(long claim)
    {
        Server(new TakeSlot(new SlotClaim(claim, "demo", 4)));
        await _accounts.ExpectMsgAsync<GreetAccount>();
        Account(new RecallAccount("demo", Epoch));
        await _accounts.ExpectMsgAsync<ReportAccount>();
        await _accounts.ExpectMsgAsync<ClaimSlot>();
        Account(new SlotAnswered("demo", Epoch, claim, true));
        await _server.ExpectMsgAsync<SlotDecided>();
    }

    private void Server(object message) => _actor.Tell(message, _server);

    private void Account(object message) => _actor.Tell(message, _accounts);

    private async Task Settled()
    {
        var probe = CreateTestProbe();
        _actor.Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }

    private async Task Advance(TimeSpan time)
    {
        await Settled();
        ((TestScheduler)Sys.Scheduler).Advance(time);
        await Settled();
    }
}
