using Akka.Cluster;

namespace FtpActors.Cluster.Accounts;

/// <summary>Divides a user's rate in one direction among nodes. What they may use together never exceeds the limit.</summary>
/// <remarks>
/// <para>Who needs less than an equal part gets what it uses and a quarter more, the others get equal parts of the rest; what nobody
/// is short of is divided equally, so that whoever begins begins at once.</para>
/// <para>A share counts until a node has reported a later one: less for one is more for others only once it goes slower. A node that is
/// silent for <see cref="Validity"/> has gone to its equal part of <em>all</em> nodes by itself; so much is kept for it until it is
/// removed from the cluster.</para>
/// </remarks>
internal sealed class RateBook
{
    /// <summary>How long a share holds without a word from the account, which answers every report.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(5);

    /// <summary>By then the node knows as well.</summary>
    private static readonly TimeSpan Silence = Validity + TimeSpan.FromSeconds(1);

    private readonly Dictionary<UniqueAddress, Share> _shares = [];

    public bool IsEmpty => _shares.Count == 0;

    /// <param name="node">That reports.</param>
    /// <param name="number">Of the last share it has got.</param>
    /// <param name="demand">Null where it knows of no limit.</param>
    /// <param name="now">Any clock's.</param>
    public void Report(UniqueAddress node, long number, RateDemand? demand, DateTimeOffset now)
    {
        if (demand is null)
        {
            _shares.Remove(node);
            return;
        }

        if (!_shares.TryGetValue(node, out var share))
            _shares.Add(node, share = new Share(number, demand));
        share.Report(number, demand, now);
    }

    public void Remove(UniqueAddress node) => _shares.Remove(node);

    /// <summary>Null for one without a share.</summary>
    public long? LeaseOf(UniqueAddress node) => _shares.TryGetValue(node, out var share) ? share.Lease : null;

    /// <summary>Gives new shares.</summary>
    /// <param name="number">Of these.</param>
    /// <param name="nodes">There are, with the user or without; at least 1.</param>
    /// <param name="now">Of the same clock.</param>
    /// <returns>Those whose share is another one now.</returns>
    public IReadOnlyCollection<UniqueAddress> Divide(long number, int nodes, DateTimeOffset now)
    {
        if (IsEmpty)
            return [];
        var limit = _shares.Values.Min(share => share.Demand.Limit);
        var present = _shares.Where(share => now - share.Value.Seen <= Silence).ToList();
        var kept = (_shares.Count - present.Count) * (limit / nodes);
        var targets = Targets(limit - kept, [.. present.Select(share => share.Value.Demand)]);
        var step = Math.Max(1, limit / 200);
        var changed = new HashSet<UniqueAddress>();
        for (var index = 0; index < present.Count; index++)
        {
            var (node, share) = present[index];
            if (targets[index] <= share.Lease - step)
                Give(node, share, targets[index]);
        }

        var free = limit - kept - present.Sum(share => share.Value.Held);
        for (var index = 0; index < present.Count; index++)
        {
            var (node, share) = present[index];
            var held = share.Held;
            var more = Math.Min(targets[index], held + Math.Max(0, free));
            if (more < share.Lease + step)
                continue;
            free -= Math.Max(0, more - held);
            Give(node, share, more);
        }

        return changed;

        void Give(UniqueAddress node, Share share, long lease)
        {
            share.Give(number, lease);
            changed.Add(node);
        }
    }

    /// <summary>What each should have, in their order.</summary>
    private static long[] Targets(long limit, List<RateDemand> demands)
    {
        var least = Math.Max(1, limit / 100);
        var wanted = demands.ConvertAll(demand => demand.IsShort ? limit : Math.Min(limit, (demand.Used * 5 / 4) + least));
        var targets = new long[demands.Count];
        var left = limit;
        var others = demands.Count;
        foreach (var index in Enumerable.Range(0, demands.Count).OrderBy(index => wanted[index]))
        {
            targets[index] = Math.Min(wanted[index], left / others);
            left -= targets[index];
            others--;
        }

        for (var index = 0; index < targets.Length; index++)
            targets[index] = Math.Max(1, targets[index] + (left / targets.Length));
        return targets;
    }

    private sealed class Share
    {
        /// <summary>The one the node has reported last, and those that it may have got since.</summary>
        private readonly List<(long Number, long Lease)> _given;

        public Share(long number, RateDemand demand)
        {
            _given = [(number, demand.Lease)];
            Demand = demand;
        }

        public RateDemand Demand { get; private set; }

        public DateTimeOffset Seen { get; private set; }

        public long Lease => _given[^1].Lease;

        /// <summary>What the node may be using.</summary>
        public long Held => Math.Max(Demand.Lease, _given.Max(given => given.Lease));

        public void Report(long number, RateDemand demand, DateTimeOffset now)
        {
            (Demand, Seen) = (demand, now);
            var known = _given.FindLastIndex(given => given.Number <= number);
            if (known > 0)
                _given.RemoveRange(0, known);
        }

        public void Give(long number, long lease) => _given.Add((number, lease));
    }
}
