using Akka.Actor;
using FtpActors.Server;
using FtpActors.Server.Accounts;
using static FtpActors.Cluster.Accounts.NodeAccountsProtocol;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>Speaks for the server of one node with the accounts of its users, and knows what it holds of each.</summary>
/// <remarks>What has no answer is asked again every <see cref="Repetition"/>, all that is held reported every <see cref="Rhythm"/>;
/// an account that is not there comes to life by that. Rates are looked at every <see cref="NodeRate.Interval"/>.</remarks>
internal sealed class NodeAccountsActor : UntypedActor, IWithTimers
{
    public static readonly TimeSpan Repetition = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(10);

    private readonly AccountsOptions _options;
    private readonly Members _members;
    private readonly int _node;
    private readonly IActorRef _accounts;
    private readonly Dictionary<UserKey, NodeAccount> _users = [];

    /// <param name="options">Of this node.</param>
    /// <param name="members">Of the cluster.</param>
    /// <param name="node">Unique number of this member.</param>
    /// <param name="accounts">Brings commands to accounts.</param>
    public NodeAccountsActor(AccountsOptions options, Members members, int node, IActorRef accounts) =>
        (_options, _members, _node, _accounts) = (options, members, node, accounts);

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(AccountsOptions options, Members members, int node, IActorRef accounts) =>
        Akka.Actor.Props.Create(() => new NodeAccountsActor(options, members, node, accounts));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(AskAgain), AskAgain.Instance, Repetition);
        Timers.StartPeriodicTimer(nameof(ReportAll), ReportAll.Instance, Rhythm);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeAccountsProtocol.ICommand command:
                OnServer(command);
                break;
            case RecallAccount recall:
                OnRecall(recall);
                break;
            case GiveBackQuota giveBack:
                OnGiveBack(giveBack);
                break;
            case IAccountEvent answer:
                if (_users.TryGetValue(answer.User, out var user) && user.Epoch == answer.Epoch)
                    OnAccount(user, answer);
                break;
            case Look:
                LookAtRates();
                break;
            case AskAgain:
                AskAllAgain();
                break;
            case ReportAll:
                ReportAllThatIsHeld();
                break;
            case Counted counted:
                Tell(new QuotaCounted(counted.Request.User, _node, counted.Request.Epoch, counted.Request.Count, counted.Found));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnServer(NodeAccountsProtocol.ICommand command)
    {
        switch (command)
        {
            case TakeSlot take:
                Send(Of(take.Claim.User), user => user.Claim(take.Claim, Sender, Now));
                break;
            case FreeSlot free:
                Send(Of(free.Claim.User), user => user.Release(free.Claim.Id));
                break;
            case UserEntered entered:
                Enter(entered.Throttle);
                break;
            case UserLeft left when Of(left.Throttle.User) is { } user && user.Rate?.Throttle == left.Throttle:
                user.Rate = null;
                Send(user, static user => user.EndRate);
                break;
            case UserLeft:
                break;
            case LedgerOpened opened:
                Of(opened.User).Open(opened.Holder);
                break;
            case TakeQuota take:
                Send(Of(take.User), user => user.Wish(Sender, take, Now));
                break;
            case TellQuota tell:
                Send(Of(tell.User), user => user.Wish(Sender, null, Now));
                break;
            case QuotaSettled settled:
                Send(Of(settled.User), user => user.Settle(settled.Amount));
                break;
            case NodeAccountsProtocol.QuotaFreed freed:
                Send(Of(freed.User), static user => user.Free());
                break;
            default:
                Unhandled(command);
                break;
        }
    }

    private void OnRecall(RecallAccount recall)
    {
        if (!_users.TryGetValue(recall.User, out var user))
        {
            Tell(new ReportAccount(recall.User, _node, recall.Epoch, [], [], null, default, 0));
            return;
        }

        var isNew = user.Recall(recall.Epoch);
        Tell(user.Report);
        if (user.TakeFreed(recall.Epoch) is { } freed)
            Tell(freed);
        if (isNew)
            TellAll(user.Waiting);
    }

    private void OnGiveBack(GiveBackQuota giveBack)
    {
        if (_users.TryGetValue(giveBack.User, out var user))
            TellAll(user.GiveBack(giveBack));
        else
            Tell(new ReturnQuota(giveBack.User, _node, giveBack.Epoch, default, giveBack.Round));
    }

    private void OnAccount(NodeAccount user, IAccountEvent answer)
    {
        switch (answer)
        {
            case SlotAnswered slot:
                user.Decide(slot.Claim, slot.IsTaken)?.Tell(new SlotDecided(slot.IsTaken ? SlotAnswer.Taken : SlotAnswer.Refused));
                break;
            case RateLeased leased when user.Rate is { } rate:
                if (rate.Lease(leased.Number, leased.Upload, leased.Download, Now))
                    Tell(user.ReportRate);
                break;
            case RateLeased:
                break;
            case QuotaAnswered quota when user.Decide(quota.Request, quota.Amount) is { } asker:
                asker.Tell(new QuotaDecided(quota.Amount, quota.IsKnown));
                TellAll(user.Waiting);
                break;
            case QuotaAnswered:
                break;
            case CountQuota count:
                Count(user, count);
                break;
            default:
                Unhandled(answer);
                break;
        }
    }

    private void Enter(UserThrottle throttle)
    {
        var user = Of(throttle.User);
        user.Rate = new NodeRate(throttle);
        user.Rate.Begin(Now);
        if (user.Rate.IsLimited)
            Send(user, static user => user.ReportRate);
        if (!Timers.IsTimerActive(nameof(Look)))
            Timers.StartPeriodicTimer(nameof(Look), Look.Instance, NodeRate.Interval);
    }

    private void LookAtRates()
    {
        var isUsed = false;
        foreach (var user in _users.Values)
        {
            if (user.Rate is not { } rate)
                continue;
            isUsed = true;
            if (!rate.IsLimited)
                continue;
            rate.Fade(Now, _members.Count);
            if (rate.Look(Now) && user.Epoch != 0)
                Tell(user.ReportRate);
        }

        if (!isUsed)
            Timers.Cancel(nameof(Look));
    }

    private void AskAllAgain()
    {
        foreach (var user in _users.Values)
        {
            var (claims, wishes) = user.Overdue(Now - _options.AnswerTimeout);
            foreach (var (claim, asker) in claims)
            {
                var isAllowed = _options.WhenUnreachable == UnreachableAccounts.AllowLocally;
                user.Decide(claim.Id, isAllowed);
                asker.Tell(new SlotDecided(isAllowed ? SlotAnswer.Taken : SlotAnswer.Unavailable));
            }

            foreach (var asker in wishes)
                asker.Tell(new QuotaDecided(null, IsKnown: false));
            TellAll(user.Waiting);
        }
    }

    private void ReportAllThatIsHeld()
    {
        foreach (var (key, user) in _users.ToList())
        {
            if (user.GiveBackUnused() is { } unused)
                Tell(unused);
            if (user.Epoch != 0)
                Tell(user.Report);
            if (user.IsInUse)
                continue;

            // The account may rest; it is greeted when something is asked of it. One with a ledger stays: the server opens it once.
            user.Recall(0);
            if (user is { Holders.Count: 0, Rate: null })
                _users.Remove(key);
        }
    }

    private void Count(NodeAccount user, CountQuota request)
    {
        if (user.Holders.LastOrDefault() is not { } holder)
        {
            Self.Tell(new Counted(request, null));
            return;
        }

        holder.Count().PipeTo(Self, success: found => new Counted(request, found), failure: _ => new Counted(request, null));
    }

    private NodeAccount Of(UserKey key)
    {
        if (!_users.TryGetValue(key, out var user))
            _users.Add(key, user = new NodeAccount(key, _node));
        return user;
    }

    /// <summary>Makes a command, and sends it if the account is known; it is greeted if not, and hears of it when it answers.</summary>
    private void Send(NodeAccount user, Func<NodeAccount, IAccountCommand?> make)
    {
        var command = make(user);
        if (user.Epoch == 0)
            TellAll(user.Waiting);
        else if (command is not null)
            Tell(command);
    }

    private void TellAll(IEnumerable<IAccountCommand> commands)
    {
        foreach (var command in commands.ToList())
            Tell(command);
    }

    private void Tell(IAccountCommand command) => _accounts.Tell(command);

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class AskAgain
    {
        public static readonly AskAgain Instance = new();
    }

    private sealed class ReportAll
    {
        public static readonly ReportAll Instance = new();
    }

    private sealed record Counted(CountQuota Request, Core.Storage.Quota.QuotaAmount? Found) : INoSerializationVerificationNeeded;
}
