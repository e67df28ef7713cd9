using Akka.TestKit;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;
using FtpActors.Server.Accounts;
using static FtpActors.Cluster.Accounts.NodeAccountsProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

public sealed class NodeAccountsSpecs : ActorSpecBase, IUserQuotas, IQuotaHolder
{
    private readonly TestProbe _agent;
    private readonly NodeAccounts _accounts;

    public NodeAccountsSpecs()
    {
        _agent = CreateTestProbe("agent");
        _accounts = new NodeAccounts(_agent, new AccountsOptions { AnswerTimeout = TimeSpan.FromSeconds(40) });
    }

    [Fact]
    public void What_an_embedder_counts_otherwise_should_stay_so()
    {
        var all = _accounts.For(new AccountOptions());
        Assert.Equal((_accounts, _accounts, _accounts), (all.Slots, all.Rates, all.Quotas));
        Assert.InRange(all.SlotTimeout, TimeSpan.FromSeconds(41), TimeSpan.FromSeconds(60));

        var some = _accounts.For(new AccountOptions { Quotas = this });
        Assert.Equal((_accounts, _accounts, this), (some.Slots, some.Rates, some.Quotas));
    }

    [Fact]
    public async Task A_claim_should_have_the_answer_of_the_agent()
    {
        var claim = new SlotClaim(1, "demo", 2);
        var answer = _accounts.Claim(claim, default);
        await _agent.ExpectMsgAsync(new TakeSlot(claim));
        _agent.Reply(new SlotDecided(SlotAnswer.Refused));
        Assert.Equal(SlotAnswer.Refused, await answer);
    }

    [Fact]
    public async Task A_quota_that_nobody_can_tell_should_be_unavailable()
    {
        var ledger = _accounts.Open("demo", this);
        await _agent.ExpectMsgAsync<LedgerOpened>();
        var refused = ledger.Reserve(new(1, 0), new(2, 0), new(3, 0));
        await _agent.ExpectMsgAsync<TakeQuota>();
        _agent.Reply(new QuotaDecided(null, true));
        Assert.Null(await refused);

        var used = ledger.Used(new(3, 0));
        await _agent.ExpectMsgAsync<TellQuota>();
        _agent.Reply(new QuotaDecided(null, false));
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => used)).Fault);
    }

    IQuotaLedger IUserQuotas.Open(UserKey user, IQuotaHolder holder) => throw new NotSupportedException();

    Task<QuotaAmount> IQuotaHolder.Count() => throw new NotSupportedException();

    QuotaAmount IQuotaHolder.GiveBack() => throw new NotSupportedException();
}
