using Akka.Cluster;

namespace FtpActors.Cluster.Accounts;

/// <summary>The sessions of a user, by node and claim.</summary>
internal sealed class SlotBook
{
    private readonly Dictionary<UniqueAddress, HashSet<long>> _taken = [];

    public int Count { get; private set; }

    /// <summary>True also for a claim that has its slot already.</summary>
    public bool TryTake(UniqueAddress node, long claim, int limit)
    {
        if (_taken.TryGetValue(node, out var claims) && claims.Contains(claim))
            return true;
        if (Count >= limit)
            return false;
        Add(node, claim);
        return true;
    }

    public void Release(UniqueAddress node, long claim)
    {
        if (!_taken.TryGetValue(node, out var claims) || !claims.Remove(claim))
            return;
        Count--;
        if (claims.Count == 0)
            _taken.Remove(node);
    }

    public void Remove(UniqueAddress node)
    {
        if (_taken.Remove(node, out var claims))
            Count -= claims.Count;
    }

    /// <summary>Believes what a node says, even beyond the limit: these sessions exist.</summary>
    /// <param name="node">That reports.</param>
    /// <param name="taken">All it has.</param>
    /// <param name="waiting">Claims that may have a slot without its knowledge.</param>
    public void Report(UniqueAddress node, IReadOnlyCollection<long> taken, IReadOnlyCollection<long> waiting)
    {
        if (_taken.TryGetValue(node, out var known))
        {
            foreach (var gone in known.Except(taken).Except(waiting).ToList())
                Release(node, gone);
        }

        foreach (var claim in taken)
        {
            if (!_taken.TryGetValue(node, out known) || !known.Contains(claim))
                Add(node, claim);
        }
    }

    private void Add(UniqueAddress node, long claim)
    {
        if (!_taken.TryGetValue(node, out var claims))
            _taken.Add(node, claims = []);
        claims.Add(claim);
        Count++;
    }
}
