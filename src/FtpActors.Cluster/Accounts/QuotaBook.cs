using Akka.Cluster;
using FtpActors.Core.Storage.Quota;

namespace FtpActors.Cluster.Accounts;

/// <summary>What is used of a quota, what is set aside at nodes included.</summary>
/// <remarks>
/// Counted once; from then on what is reserved is added, and what comes back unused taken off. What uploads left, and what was
/// removed, only counting tells: it makes the number stale, which may be too high for a while, never too low but for what others
/// write there.
/// </remarks>
internal sealed class QuotaBook
{
    /// <summary>After it a number is counted again before somebody is refused: others may have removed files.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<UniqueAddress, Part> _parts = [];
    private QuotaAmount _used;
    private QuotaAmount _whenCounting;
    private QuotaAmount _sinceCounting;
    private DateTimeOffset _countedAt;
    private bool _isCounted;
    private bool _isStale = true;

    /// <summary>Counted, with what was reserved since.</summary>
    public QuotaAmount Used => _used;

    public bool HasReservedSinceCounting => _sinceCounting != default;

    public bool IsOutdated(DateTimeOffset now) => !_isCounted || _isStale || now - _countedAt >= Lifetime;

    /// <summary>The answer to a request that had one already; null where it had none.</summary>
    public (QuotaAmount? Amount, bool IsKnown)? AnswerTo(UniqueAddress node, long request) =>
        _parts.TryGetValue(node, out var part) && part.Request == request ? part.Answer : null;

    /// <summary>Keeps an answer, for the request that comes again.</summary>
    /// <param name="node">That asks.</param>
    /// <param name="request">Higher than all before.</param>
    /// <param name="answer">As it is sent.</param>
    public void Answer(UniqueAddress node, long request, (QuotaAmount? Amount, bool IsKnown) answer)
    {
        var part = PartOf(node);
        (part.Request, part.Answer, part.Granted) = (request, answer, default);
    }

    /// <summary>From <paramref name="least"/> to <paramref name="wanted"/>, or null when it has no room or nobody has counted.</summary>
    public QuotaAmount? TryReserve(UniqueAddress node, long request, QuotaAmount least, QuotaAmount wanted, QuotaAmount limit)
    {
        if (!_isCounted || !(_used + least).IsWithin(limit))
            return null;

        // A quarter of the room at most goes ahead, so that others find some as well.
        var room = limit - _used - least;
        var ahead = wanted - least;
        var granted = least + new QuotaAmount(Math.Min(ahead.Bytes, room.Bytes / 4), Math.Min(ahead.Files, room.Files / 4));
        _used += granted;
        _sinceCounting += granted;
        Answer(node, request, (granted, true));
        var part = PartOf(node);
        part.Reserved += granted;
        part.Granted = granted;
        return granted;
    }

    /// <summary>It was never written.</summary>
    public void Return(UniqueAddress node, QuotaAmount amount)
    {
        _used -= amount;
        _sinceCounting -= amount;
        PartOf(node).Reserved -= amount;
    }

    /// <summary>Uploads have ended.</summary>
    public void Settle(UniqueAddress node, QuotaAmount amount)
    {
        PartOf(node).Reserved -= amount;
        _isStale = true;
    }

    /// <summary>There may be less than before.</summary>
    public void Freed() => _isStale = true;

    /// <summary>The node has gone with all that it held: some of it was written.</summary>
    public void Remove(UniqueAddress node)
    {
        if (_parts.Remove(node, out var part) && part.Reserved != default)
            _isStale = true;
    }

    /// <summary>What a node holds, by its own account.</summary>
    /// <param name="node">That reports.</param>
    /// <param name="reserved">Neither settled nor given back.</param>
    /// <param name="answered">The last request it has an answer to: one after that is on its way.</param>
    public void Report(UniqueAddress node, QuotaAmount reserved, long answered)
    {
        if (reserved == default && !_parts.ContainsKey(node))
            return;
        var part = PartOf(node);
        var held = part.Request > answered ? reserved + part.Granted : reserved;
        if (held == part.Reserved)
            return;
        if (_isCounted)
        {
            // More than is known of: it was not taken off, but it was not counted either.
            var more = new QuotaAmount(Math.Max(0, held.Bytes - part.Reserved.Bytes), Math.Max(0, held.Files - part.Reserved.Files));
            _used += more;
            _sinceCounting += more;
        }

        part.Reserved = held;
        _isStale = true;
    }

    /// <summary>Somebody begins to count.</summary>
    public void BeginCount()
    {
        // What is under way may be missed or be counted twice: twice is on the safe side.
        _whenCounting = _parts.Values.Aggregate(default(QuotaAmount), static (sum, part) => sum + part.Reserved);
        (_sinceCounting, _isStale) = (default, false);
    }

    public void Counted(QuotaAmount found, DateTimeOffset now)
    {
        _used = found + _whenCounting + _sinceCounting;
        (_isCounted, _countedAt) = (true, now);
    }

    /// <summary>Nobody could count.</summary>
    public void CountFailed() => _isStale = true;

    private Part PartOf(UniqueAddress node)
    {
        if (!_parts.TryGetValue(node, out var part))
            _parts.Add(node, part = new Part());
        return part;
    }

    private sealed class Part
    {
        public QuotaAmount Reserved { get; set; }

        /// <summary>The last one that was answered.</summary>
        public long Request { get; set; }

        public (QuotaAmount? Amount, bool IsKnown)? Answer { get; set; }

        /// <summary>By that answer.</summary>
        public QuotaAmount Granted { get; set; }
    }
}
