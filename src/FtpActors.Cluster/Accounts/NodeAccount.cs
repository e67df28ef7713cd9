using Akka.Actor;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;
using FtpActors.Server.Accounts;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>What one node holds of a user's account, and asks of it.</summary>
/// <param name="user">Whose account it is.</param>
/// <param name="node">Unique number of this member.</param>
internal sealed class NodeAccount(UserKey user, int node)
{
    private readonly Dictionary<long, Slot> _slots = [];
    private readonly List<IQuotaHolder> _holders = [];
    private readonly Queue<Wanted> _wishes = new();
    private QuotaAmount _reserved;
    private long _request;
    private long _answered;
    private bool _isBusy;
    private bool _isFreed;

    /// <summary>0 until the account has said it.</summary>
    public long Epoch { get; private set; }

    /// <summary>Null where the user is not logged in.</summary>
    public NodeRate? Rate { get; set; }

    public IReadOnlyCollection<IQuotaHolder> Holders => _holders;

    /// <summary>There is something that an account should know, or answer.</summary>
    public bool IsInUse => _slots.Count > 0 || _wishes.Count > 0 || _reserved != default || _isFreed || Rate is { IsLimited: true };

    /// <summary>What waits for an answer, as it is sent, again as well; null while the epoch is not known.</summary>
    public IEnumerable<IAccountCommand> Waiting
    {
        get
        {
            if (Epoch == 0)
                return IsInUse ? [new GreetAccount(user, node)] : [];
            var claims = _slots.Values.Where(slot => slot.Asker is not null).Select(slot => (IAccountCommand)Of(slot));
            return _wishes.TryPeek(out var wish) ? claims.Append(Of(wish)) : claims;
        }
    }

    public ReportAccount Report => new(
        user,
        node,
        Epoch,
        [.. _slots.Where(slot => slot.Value.Asker is null).Select(slot => slot.Key)],
        [.. _slots.Where(slot => slot.Value.Asker is not null).Select(slot => slot.Key)],
        Rate is { IsLimited: true } rate ? rate.Demands : null,
        _reserved,
        _answered);

    public ReportRate ReportRate => new(user, node, Epoch, Rate!.Demands);

    public EndRate EndRate => new(user, node, Epoch);

    /// <summary>Of the account that lives now. True when it is another than before.</summary>
    public bool Recall(long epoch)
    {
        var isNew = Epoch != epoch;
        Epoch = epoch;
        return isNew;
    }

    public ClaimSlot Claim(SlotClaim claim, IActorRef asker, DateTimeOffset now)
    {
        var slot = new Slot(claim, asker, now);
        _slots.Add(claim.Id, slot);
        return Of(slot);
    }

    /// <summary>Null when there is no such slot.</summary>
    public ReleaseSlot? Release(long claim) => _slots.Remove(claim) ? new ReleaseSlot(user, node, Epoch, claim) : null;

    /// <summary>Who asked; null when nobody waits for that any more.</summary>
    public IActorRef? Decide(long claim, bool isTaken)
    {
        if (!_slots.TryGetValue(claim, out var slot) || slot.Asker is not { } asker)
            return null;
        slot.Asker = null;
        if (!isTaken)
            _slots.Remove(claim);
        return asker;
    }

    public void Open(IQuotaHolder holder) => _holders.Add(holder);

    /// <summary>Null when others wait before it.</summary>
    /// <param name="asker">Hears the answer.</param>
    /// <param name="question">Null asks how much is used.</param>
    /// <param name="now">Of any clock.</param>
    public IAccountCommand? Wish(IActorRef asker, NodeAccountsProtocol.TakeQuota? question, DateTimeOffset now)
    {
        _isBusy = true;
        var wish = new Wanted(++_request, asker, question, now);
        _wishes.Enqueue(wish);
        return _wishes.Count == 1 ? Of(wish) : null;
    }

    /// <summary>Who asked; null when that is not what waits.</summary>
    public IActorRef? Decide(long request, QuotaAmount? amount)
    {
        if (!_wishes.TryPeek(out var wish) || wish.Request != request)
            return null;
        _wishes.Dequeue();
        _answered = request;
        if (wish.Question is not null && amount is { } granted)
            _reserved += granted;
        return wish.Asker;
    }

    public SettleQuota Settle(QuotaAmount amount)
    {
        _isBusy = true;
        _reserved -= amount;
        return new SettleQuota(user, node, Epoch, amount);
    }

    /// <summary>Something was removed. Null while the epoch is not known: <see cref="TakeFreed"/> says it later.</summary>
    public FreeQuota? Free()
    {
        _isFreed = true;
        return Epoch == 0 ? null : TakeFreed(Epoch);
    }

    /// <summary>Null when nothing was removed that the account has not been told of.</summary>
    public FreeQuota? TakeFreed(long epoch)
    {
        if (!_isFreed)
            return null;
        _isFreed = false;
        return new FreeQuota(user, node, epoch);
    }

    /// <summary>Takes back what uploads here do not use. The answer comes last of all that is said.</summary>
    public IEnumerable<IAccountCommand> GiveBack(GiveBackQuota asked)
    {
        if (Epoch == asked.Epoch)
            return [GiveBack(asked.Round)];
        if (Epoch != 0)
            return [];

        // At rest, nothing is held.
        var returned = new ReturnQuota(user, node, asked.Epoch, default, asked.Round);
        return TakeFreed(asked.Epoch) is { } freed ? [freed, returned] : [returned];
    }

    /// <summary>As that, by itself, when nothing was reserved or settled since this was called last; else null.</summary>
    public ReturnQuota? GiveBackUnused()
    {
        var isBusy = _isBusy;
        _isBusy = false;
        return isBusy || Epoch == 0 || _reserved == default || _wishes.Count > 0 ? null : GiveBack(0);
    }

    /// <summary>Those who have waited since before <paramref name="then"/>, who are told otherwise.</summary>
    public (List<(SlotClaim Claim, IActorRef Asker)> Claims, List<IActorRef> Wishes) Overdue(DateTimeOffset then)
    {
        var claims = _slots.Values.Where(slot => slot.Asker is not null && slot.Since <= then).Select(slot => (slot.Claim, slot.Asker!)).ToList();
        List<IActorRef> wishes = [];
        while (_wishes.TryPeek(out var wish) && wish.Since <= then)
        {
            // What is granted yet is nobody's.
            _answered = wish.Request;
            wishes.Add(wish.Asker);
            _wishes.Dequeue();
        }

        return (claims, wishes);
    }

    private ReturnQuota GiveBack(long round)
    {
        var amount = _holders.Aggregate(default(QuotaAmount), static (sum, holder) => sum + holder.GiveBack());
        _reserved -= amount;
        return new ReturnQuota(user, node, Epoch, amount, round);
    }

    private ClaimSlot Of(Slot slot) => new(user, node, Epoch, slot.Claim.Id, slot.Claim.Limit);

    private IAccountCommand Of(Wanted wish) => wish.Question is { } question
        ? new ReserveQuota(user, node, Epoch, wish.Request, question.Least, question.Wanted, question.Limit)
        : new AskQuota(user, node, Epoch, wish.Request);

    private sealed class Slot(SlotClaim claim, IActorRef asker, DateTimeOffset since)
    {
        public SlotClaim Claim => claim;

        public DateTimeOffset Since => since;

        /// <summary>Null once it is taken.</summary>
        public IActorRef? Asker { get; set; } = asker;
    }

    private sealed record Wanted(long Request, IActorRef Asker, NodeAccountsProtocol.TakeQuota? Question, DateTimeOffset Since);
}
