using Akka.Actor;
using Akka.Cluster.Sharding;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;
using FtpActors.Server.Accounts;
using static FtpActors.Cluster.Accounts.NodeAccountsProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>The accounts of users over all nodes, for the server of one.</summary>
/// <param name="agent">Speaks with them; answers in any case, in <see cref="AccountsOptions.AnswerTimeout"/> and a little more.</param>
/// <param name="options">Of the node.</param>
internal sealed class NodeAccounts(IActorRef agent, AccountsOptions options) : IUserSlots, IUserRates, IUserQuotas
{
    /// <summary>Next to nothing, until there is a share.</summary>
    private static readonly ThrottleOptions Nothing = new() { Upload = 1, Download = 1 };

    /// <summary>By then the answer is there that comes when there is none.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Has accounts in the cluster and an actor that speaks with them, <c>/user/{name}-accounts</c>.</summary>
    /// <param name="system">Of the node.</param>
    /// <param name="cluster">Of the system.</param>
    /// <param name="name">Of the service.</param>
    /// <param name="options">The same role on all nodes.</param>
    public static NodeAccounts Start(ActorSystem system, Akka.Cluster.Cluster cluster, string name, FtpClusterOptions options)
    {
        name += "-accounts";
        var members = new ClusterMembers(cluster, options.Role, name);
        var accounts = ClusterSharding.Get(system).Start(
            name,
            key => AccountActor.Props(AccountKey.Parse(key), members),
            ClusterShardingSettings.Create(system).WithRole(options.Role).WithStateStoreMode(StateStoreMode.DData),
            new AccountExtractor());
        var agent = system.ActorOf(NodeAccountsActor.Props(options.Accounts, members, cluster.SelfUniqueAddress.Uid, accounts), name);
        return new NodeAccounts(agent, options.Accounts);
    }

    /// <summary>What the embedder counts otherwise stays so.</summary>
    public AccountOptions For(AccountOptions own) => new()
    {
        Slots = own.Slots ?? this,
        Rates = own.Rates ?? this,
        Quotas = own.Quotas ?? this,
        SlotTimeout = own.Slots is null ? options.AnswerTimeout + Margin : own.SlotTimeout,
    };

    public async Task<SlotAnswer> Claim(SlotClaim claim, CancellationToken cancel) =>
        (await agent.Ask<SlotDecided>(new TakeSlot(claim), Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(false)).Answer;

    public void Release(SlotClaim claim) => agent.Tell(new FreeSlot(claim));

    public void Entered(UserThrottle throttle)
    {
        throttle.Lease = Nothing;
        agent.Tell(new UserEntered(throttle));
    }

    public void Left(UserThrottle throttle) => agent.Tell(new UserLeft(throttle));

    public IQuotaLedger Open(UserKey user, IQuotaHolder holder)
    {
        agent.Tell(new LedgerOpened(user, holder));
        return new Ledger(user, agent, options.AnswerTimeout + Margin);
    }

    private sealed class Ledger(UserKey user, IActorRef agent, TimeSpan patience) : IQuotaLedger
    {
        public async Task<QuotaAmount?> Reserve(QuotaAmount least, QuotaAmount wanted, QuotaAmount limit) =>
            await Ask(new TakeQuota(user, least, wanted, limit)).ConfigureAwait(false);

        public void Settle(QuotaAmount amount) => agent.Tell(new QuotaSettled(user, amount));

        public void Freed() => agent.Tell(new NodeAccountsProtocol.QuotaFreed(user));

        public async Task<QuotaAmount> Used(QuotaAmount limit) =>
            await Ask(new TellQuota(user)).ConfigureAwait(false) ?? default;

        private async Task<QuotaAmount?> Ask(ICommand question)
        {
            try
            {
                var decided = await agent.Ask<QuotaDecided>(question, patience).ConfigureAwait(false);
                return decided.IsKnown ? decided.Amount : throw Unknown();
            }
            catch (AskTimeoutException)
            {
                throw Unknown();
            }
        }

        private static StorageException Unknown() => new(StorageFault.Unavailable, "It cannot be told how much of the quota is used.");
    }
}
