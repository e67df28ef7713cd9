namespace FtpActors.Core.Storage.Quota;

/// <summary>The bytes that somebody has written below one directory, shared by all who write as this user. Thread-safe.</summary>
/// <remarks>
/// Counted once, before the first upload; from then on what is written is added. What is freed is not taken off but makes the number
/// stale: it is counted again when the limit is reached or somebody asks. So the number may be too high for a while, never too low but
/// for what others write into the directory.
/// </remarks>
/// <param name="count">Counts what is there. Does not block; one runs at a time.</param>
/// <param name="time">Of <see cref="Lifetime"/>.</param>
internal sealed class QuotaUsage(Func<Task<long>> count, TimeProvider time)
{
    /// <summary>After it a number is counted again before an upload is refused: others may have removed files.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Task? _counting;
    private long _used;
    private long _underWay;
    private long _sinceCounting;
    private long _countedAt;
    private bool _isCounted;
    private bool _isStale = true;

    /// <summary>Bytes at most.</summary>
    public required long Limit { get; set; }

    /// <summary>Up to date, but for what is written meanwhile.</summary>
    /// <exception cref="StorageException">It cannot be counted.</exception>
    public async Task<long> Used(CancellationToken cancel)
    {
        if (IsOutdated())
            await Count().WaitAsync(cancel).ConfigureAwait(false);
        lock (_gate)
            return _used;
    }

    /// <summary>For bytes that are about to be written: until <see cref="End"/> they are under way.</summary>
    /// <exception cref="StorageException">QuotaExceeded; nothing is taken then. Or it cannot be counted.</exception>
    public async Task Take(long bytes, CancellationToken cancel)
    {
        if (TryTake(bytes))
            return;
        if (IsOutdated())
            await Count().WaitAsync(cancel).ConfigureAwait(false);
        if (!TryTake(bytes))
            throw new StorageException(StorageFault.QuotaExceeded, $"No more than {Limit} bytes are allotted.");
    }

    /// <summary>True when the bytes were taken at once.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (!_isCounted || _used + bytes > Limit)
                return false;
            _used += bytes;
            _underWay += bytes;
            _sinceCounting += bytes;
            return true;
        }
    }

    /// <summary>An upload that took so many bytes has ended, well or badly.</summary>
    public void End(long bytes)
    {
        lock (_gate)
            _underWay -= bytes;
        Freed();
    }

    /// <summary>There may be less than before.</summary>
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
            long underWay;
            lock (_gate)
            {
                (underWay, _sinceCounting, _isStale) = (_underWay, 0, false);
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
