namespace FtpActors.Core.Storage.Quota;

/// <summary>What is written through this process alone.</summary>
/// <remarks>
/// Counted once, before the first upload; from then on what is written is added. What is freed is not taken off but makes the number
/// stale: it is counted again when the limit is reached or somebody asks. So the number may be too high for a while, never too low but
/// for what others write into the directory.
/// </remarks>
/// <param name="count">Counts what is there. Does not block; one runs at a time.</param>
/// <param name="time">Of <see cref="Lifetime"/>.</param>
internal sealed class QuotaUsage(Func<Task<QuotaAmount>> count, TimeProvider time) : IQuotaUsage
{
    /// <summary>After it a number is counted again before an upload is refused: others may have removed files.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Task? _counting;
    private QuotaAmount _used;
    private QuotaAmount _underWay;
    private QuotaAmount _sinceCounting;
    private long _countedAt;
    private bool _isCounted;
    private bool _isStale = true;

    public required QuotaAmount Limit { get; set; }

    public async Task<QuotaAmount> Used(CancellationToken cancel)
    {
        if (IsOutdated())
            await Count().WaitAsync(cancel).ConfigureAwait(false);
        lock (_gate)
            return _used;
    }

    public async Task Take(QuotaAmount amount, CancellationToken cancel)
    {
        if (TryTake(amount))
            return;
        if (IsOutdated())
            await Count().WaitAsync(cancel).ConfigureAwait(false);
        if (!TryTake(amount))
            throw new StorageException(StorageFault.QuotaExceeded, "No more is allotted.");
    }

    public bool TryTake(QuotaAmount amount)
    {
        lock (_gate)
        {
            if (!_isCounted || !(_used + amount).IsWithin(Limit))
                return false;
            _used += amount;
            _underWay += amount;
            _sinceCounting += amount;
            return true;
        }
    }

    public void End(QuotaAmount amount)
    {
        lock (_gate)
            _underWay -= amount;
        Freed();
    }

    public void Freed()
    {
        lock (_gate)
            _isStale = true;
    }

    private bool IsOutdated()
    {
        lock (_gate)
            return !_isCounted || _isStale || time.GetElapsedTime(_countedAt) >= Lifetime;
    }

    private Task Count()
    {
        lock (_gate)
            return _counting ??= Task.Run(CountAnew);
    }

    private async Task CountAnew()
    {
        // What is under way may be missed or be counted twice: twice is on the safe side.
        try
        {
            QuotaAmount underWay;
            lock (_gate)
            {
                (underWay, _sinceCounting, _isStale) = (_underWay, default, false);
            }

            var counted = await count().ConfigureAwait(false);
            lock (_gate)
            {
                _used = counted + underWay + _sinceCounting;
                (_isCounted, _countedAt, _counting) = (true, time.GetTimestamp(), null);
            }
        }
        catch
        {
            lock (_gate)
                (_isStale, _counting) = (true, null);
            throw;
        }
    }
}
