using System.Collections.Immutable;
using Akka.DistributedData;

namespace FtpActors.Cluster.Admission;

/// <summary>Entries that all nodes hold, each until its time: a delta-CRDT whose deltas are maps of the same kind. Immutable.</summary>
/// <remarks>Of two entries with the same key the higher ranking one stays. What is over goes whenever maps are merged: a node whose clock
/// is behind holds it a while longer and does the others no harm with it. When there are too many, those go that would be the first to
/// go anyway.</remarks>
internal abstract class ExpiringMap<TSelf, TKey, TEntry> : IDeltaReplicatedData<TSelf, TSelf>, IReplicatedDelta, ClusterProtocol.IMessage
    where TSelf : ExpiringMap<TSelf, TKey, TEntry>, new()
    where TKey : notnull, IComparable<TKey>
    where TEntry : class, IExpiring<TKey, TEntry>
{
    /// <summary>By key and in its order: the same entries are the same bytes on every node.</summary>
    public ImmutableSortedDictionary<TKey, TEntry> Entries { get; init; } = ImmutableSortedDictionary<TKey, TEntry>.Empty;

    /// <summary>What <see cref="With"/> has added since <see cref="ResetDelta"/>; null for nothing.</summary>
    public TSelf? Delta { get; private init; }

    TSelf IDeltaReplicatedData<TSelf, TSelf>.Delta => Delta!;

    IReplicatedDelta IDeltaReplicatedData.Delta => Delta!;

    public IDeltaReplicatedData Zero => new TSelf();

    /// <summary>That a map may have.</summary>
    protected abstract int Most { get; }

    public static TSelf Of(IEnumerable<TEntry> entries) => new() { Entries = Joined(ImmutableSortedDictionary<TKey, TEntry>.Empty, entries) };

    /// <summary>With these, where they outrank what is there.</summary>
    /// <remarks>There is a delta even if none does: one without would not go together with others of the same tick.</remarks>
    public TSelf With(IEnumerable<TEntry> entries)
    {
        var added = entries.Where(entry => !Entries.TryGetValue(entry.Key, out var mine) || entry.Outranks(mine)).ToArray();
        return new() { Entries = Joined(Entries, added), Delta = new TSelf { Entries = Joined(Delta?.Entries ?? new TSelf().Entries, added) } };
    }

    public TSelf ResetDelta() => new() { Entries = Entries };

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    public TSelf Merge(TSelf other) => Merge(other, TimeProvider.System.GetUtcNow());

    public IReplicatedData Merge(IReplicatedData other) => Merge((TSelf)other);

    public TSelf MergeDelta(TSelf delta) => Merge(delta);

    public IReplicatedData MergeDelta(IReplicatedDelta delta) => Merge((TSelf)delta);

    /// <param name="other">With the same right.</param>
    /// <param name="now">What is kept no longer goes.</param>
    internal TSelf Merge(TSelf other, DateTimeOffset now)
    {
        var kept = Entries.RemoveRange(Entries.Values.Where(entry => entry.KeptUntil <= now).Select(entry => entry.Key));
        var entries = Joined(kept, other.Entries.Values.Where(entry => entry.KeptUntil > now));
        if (entries.Count > Most)
            entries = entries.RemoveRange(entries.Values.OrderBy(entry => entry.KeptUntil).ThenBy(entry => entry.Key).Take(entries.Count - Most).Select(entry => entry.Key));
        return new TSelf { Entries = entries };
    }

    private static ImmutableSortedDictionary<TKey, TEntry> Joined(ImmutableSortedDictionary<TKey, TEntry> entries, IEnumerable<TEntry> others)
    {
        var joined = entries.ToBuilder();
        foreach (var entry in others)
        {
            if (!joined.TryGetValue(entry.Key, out var mine) || entry.Outranks(mine))
                joined[entry.Key] = entry;
        }

        return joined.ToImmutable();
    }
}
