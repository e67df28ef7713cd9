namespace FtpActors.Core.Storage.Quota;

/// <summary>What is written through this process out of what a ledger has set aside for it, some of it ahead of need.</summary>
internal sealed class LedgerUsage : IQuotaUsage, IQuotaHolder
{
    /// <summary>Bytes that are reserved ahead at most: enough that a fast upload asks a few times a second.</summary>
    private const long LargestBlock = 16 * 1024 * 1024;

    private const long MostFiles = 16;

    private readonly IQuotaLedger _ledger;
    private readonly Func<Task<QuotaAmount>> _count;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly Lock _gate = new();
    private QuotaAmount _left;
    private QuotaAmount _taken;
    private QuotaAmount _limit;

    /// <param name="open">Makes the ledger for this holder.</param>
    /// <param name="count">Counts what is there. Does not block.</param>
    /// <param name="limit">At first.</param>
    public LedgerUsage(Func<IQuotaHolder, IQuotaLedger> open, Func<Task<QuotaAmount>> count, QuotaAmount limit) =>
        (_count, _limit, _ledger) = (count, limit, open(this));

    public QuotaAmount Limit
    {
        get
        {
            lock (_gate)
                return _limit;
        }

        set
        {
            lock (_gate)
                _limit = value;
        }
    }

    public Task<QuotaAmount> Used(CancellationToken cancel) => _ledger.Used(Limit).WaitAsync(cancel);

    public async Task Take(QuotaAmount amount, CancellationToken cancel)
    {
        if (amount == default ? IsKnown : TryTake(amount))
            return;
        await _asking.WaitAsync(cancel).ConfigureAwait(false);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.UnsafeRegister(static (taken, cancel) => ((TaskCompletionSource)taken!).TrySetCanceled(cancel), taken))
        {
            // Goes on when nobody waits any more: what is granted has to be known here.
            _ = Reserve(amount, taken);
            await taken.Task.ConfigureAwait(false);
        }
    }

    public bool TryTake(QuotaAmount amount)
    {
        lock (_gate)
        {
            amount = Bounded(amount);
            if (!amount.IsWithin(_left))
                return false;
            TakeLeft(amount);
            return true;
        }
    }

    public void End(QuotaAmount amount)
    {
        // Not what was taken while there was no limit.
        QuotaAmount settled;
        lock (_gate)
        {
            settled = new(Math.Min(amount.Bytes, _taken.Bytes), Math.Min(amount.Files, _taken.Files));
            _taken -= settled;
        }

        _ledger.Settle(settled);
    }

    public void Freed() => _ledger.Freed();

    public Task<QuotaAmount> Count() => _count();

    public QuotaAmount GiveBack()
    {
        lock (_gate)
        {
            var left = _left;
            _left = default;
            return left;
        }
    }

    /// <summary>Something was granted and is left, so that it was counted.</summary>
    private bool IsKnown
    {
        get
        {
            lock (_gate)
                return _left != default;
        }
    }

    /// <summary>Takes it for whoever waits, if anybody does by then.</summary>
    /// <remarks>All of it is asked for, whatever is left here: before the ledger refuses, it takes that back. Out of that it would grant
    /// what is missing, time and again, to one who needs more than there is.</remarks>
    private async Task Reserve(QuotaAmount amount, TaskCompletionSource taken)
    {
        try
        {
            if (TryTakeFor(amount, taken))
                return;
            var (least, wanted) = Needed(amount);
            var granted = await _ledger.Reserve(least, wanted, Limit).ConfigureAwait(false)
                ?? throw new StorageException(StorageFault.QuotaExceeded, "No more is allotted.");
            lock (_gate)
            {
                // In one go: the ledger takes back what is left at any time.
                _left += granted;
                if (taken.TrySetResult())
                    TakeLeft(least);
            }
        }
        catch (Exception failure)
        {
            taken.TrySetException(failure);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>True also when nobody waits any more, who has taken nothing then.</summary>
    private bool TryTakeFor(QuotaAmount amount, TaskCompletionSource taken)
    {
        lock (_gate)
        {
            var bounded = Bounded(amount);
            if (amount == default ? _left == default : !bounded.IsWithin(_left))
                return false;
            if (taken.TrySetResult())
                TakeLeft(bounded);
            return true;
        }
    }

    private void TakeLeft(QuotaAmount amount)
    {
        _left -= amount;
        _taken += amount;
    }

    /// <summary>With a part of the limit ahead of need, so that much of a small one does not lie about.</summary>
    private (QuotaAmount Least, QuotaAmount Wanted) Needed(QuotaAmount amount)
    {
        lock (_gate)
        {
            var least = Bounded(amount);
            var ahead = Bounded(new(Math.Min(_limit.Bytes / 64, LargestBlock), Math.Min(_limit.Files / 64, MostFiles)));
            return (least, least + new QuotaAmount(Math.Max(0, ahead.Bytes - _left.Bytes), Math.Max(0, ahead.Files - _left.Files)));
        }
    }

    /// <summary>Without what there may be any number of: nobody has to be asked for that.</summary>
    private QuotaAmount Bounded(QuotaAmount amount)
    {
        lock (_gate)
            return new(_limit.Bytes == long.MaxValue ? 0 : amount.Bytes, _limit.Files == long.MaxValue ? 0 : amount.Files);
    }
}
