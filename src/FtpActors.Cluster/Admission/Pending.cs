namespace FtpActors.Cluster.Admission;

/// <summary>Entries that wait to be written, the oldest first; of each key the last. Not thread-safe.</summary>
/// <param name="most">Beyond it the oldest is given up.</param>
internal sealed class Pending<TKey, TEntry>(int most)
    where TKey : notnull
    where TEntry : IExpiring<TKey, TEntry>
{
    private readonly Dictionary<TKey, TEntry> _entries = [];
    private readonly Queue<TKey> _order = [];

    public bool IsEmpty => _entries.Count == 0;

    public void Add(TEntry entry)
    {
        if (_entries.TryAdd(entry.Key, entry))
            _order.Enqueue(entry.Key);
        else if (entry.Outranks(_entries[entry.Key]))
            _entries[entry.Key] = entry;
        if (_order.Count > most)
            _entries.Remove(_order.Dequeue());
    }

    public IReadOnlyList<TEntry> Take(int count)
    {
        var taken = new List<TEntry>(Math.Min(count, _order.Count));
        while (taken.Count < count && _order.TryDequeue(out var key))
        {
            _entries.Remove(key, out var entry);
            taken.Add(entry!);
        }

        return taken;
    }
}
