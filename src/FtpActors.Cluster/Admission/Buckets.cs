using System.Net;
using Akka.Actor;
using Akka.DistributedData;

namespace FtpActors.Cluster.Admission;

/// <summary>Entries that all nodes hold, in buckets by network, so that neither a change nor what goes along with it is a large
/// message. Not thread-safe.</summary>
/// <param name="name">The same on all nodes.</param>
/// <param name="count">Of buckets, the same on all nodes.</param>
/// <param name="most">Entries that may wait to be written.</param>
/// <param name="networkOf">Where an entry belongs.</param>
/// <param name="few">How changes of no more than <see cref="Few"/> buckets go to other nodes; those of more go with the next tick.</param>
/// <param name="replicator">Of <c>DistributedData</c>.</param>
internal sealed class Buckets<TMap, TKey, TEntry>(string name, int count, int most, Func<TKey, IPNetwork> networkOf, IWriteConsistency few, IActorRef replicator)
    where TMap : ExpiringMap<TMap, TKey, TEntry>, new()
    where TKey : notnull, IComparable<TKey>
    where TEntry : class, IExpiring<TKey, TEntry>
{
    public const int Few = 8;

    private readonly BucketKey<TMap>[] _keys = [.. Enumerable.Range(0, count).Select(bucket => new BucketKey<TMap>($"{name}-{bucket}"))];

    /// <summary>As last heard of.</summary>
    private readonly Dictionary<string, TMap> _known = [];

    private readonly Pending<TKey, TEntry> _pending = new(most);

    /// <summary>Nothing waits.</summary>
    public bool IsWritten => _pending.IsEmpty;

    /// <param name="subscriber">Hears <see cref="Changed"/> of every bucket.</param>
    public void Subscribe(IActorRef subscriber)
    {
        foreach (var key in _keys)
            replicator.Tell(Dsl.Subscribe(key, subscriber));
    }

    /// <summary>Fetches what other nodes hold.</summary>
    public void Fetch(IReadConsistency consistency, IActorRef sender)
    {
        foreach (var key in _keys)
            replicator.Tell(Dsl.Get(key, consistency), sender);
    }

    /// <summary>Null where nothing was heard of it.</summary>
    public TEntry? Find(TKey key) => _known.GetValueOrDefault(KeyOf(key).Id)?.Entries.GetValueOrDefault(key);

    public void Add(TEntry entry) => _pending.Add(entry);

    /// <summary>Writes what waits, the oldest first.</summary>
    /// <param name="entries">At most so many.</param>
    /// <param name="sender">Hears <see cref="IUpdateResponse"/>s.</param>
    /// <returns>How many there were.</returns>
    public int Write(int entries, IActorRef sender)
    {
        var taken = _pending.Take(entries);
        var buckets = taken.GroupBy(entry => KeyOf(entry.Key)).ToArray();
        var consistency = buckets.Length <= Few ? few : WriteLocal.Instance;
        foreach (var bucket in buckets)
            Update(bucket.Key, [.. bucket], consistency, sender);
        return taken.Count;
    }

    /// <summary>Takes note of a bucket.</summary>
    /// <param name="changed">Of any.</param>
    /// <param name="news">What was not there before, or is different.</param>
    /// <returns>False when it is none of these.</returns>
    public bool TryLearn(Changed changed, out IReadOnlyList<TEntry> news)
    {
        news = [];
        if (changed.Data is not TMap map || changed.Key is not BucketKey<TMap> key)
            return false;
        var known = _known.GetValueOrDefault(key.Id)?.Entries;
        news = [.. map.Entries.Values.Where(entry => known is null || !known.TryGetValue(entry.Key, out var old) || !entry.Equals(old))];
        _known[key.Id] = map;
        return true;
    }

    /// <summary>Lets buckets be merged that hold what is over: it goes with that.</summary>
    public void Tidy(DateTimeOffset now, IActorRef sender)
    {
        foreach (var key in _keys.Where(key => _known.GetValueOrDefault(key.Id) is { } map && map.Entries.Values.Any(entry => entry.KeptUntil <= now)))
            Update(key, [], WriteLocal.Instance, sender);
    }

    /// <summary>Writes nothing, as if it were something: the first change shall not be the first to run through all that takes it to
    /// other nodes.</summary>
    public void WarmUp(IActorRef sender) => Update(_keys[0], [], few, sender);

    private void Update(BucketKey<TMap> key, TEntry[] added, IWriteConsistency consistency, IActorRef sender) =>
        replicator.Tell(Dsl.Update(key, new TMap(), consistency, map => map.With(added)), sender);

    private BucketKey<TMap> KeyOf(TKey key) => _keys[NetworkOrder.BucketOf(networkOf(key), _keys.Length)];
}
