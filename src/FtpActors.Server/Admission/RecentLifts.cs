using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>When rules were lifted last, so that one that was made before is not taken for a new one when it is learnt late. Not thread-safe.</summary>
/// <param name="most">Kept; the one that was heard of first goes first.</param>
internal sealed class RecentLifts(int most = 10_000)
{
    private readonly Dictionary<(IPNetwork Network, AddressRuleKind Kind), DateTimeOffset> _lifts = [];
    private readonly Queue<(IPNetwork Network, AddressRuleKind Kind)> _byAge = new();

    /// <summary>The beginning of time where nothing is known.</summary>
    public DateTimeOffset Of(IPNetwork network, AddressRuleKind kind) => _lifts.GetValueOrDefault((network, kind), DateTimeOffset.MinValue);

    public void Add(IPNetwork network, AddressRuleKind kind, DateTimeOffset at)
    {
        var key = (network, kind);
        if (_lifts.TryGetValue(key, out var before))
        {
            _lifts[key] = at > before ? at : before;
            return;
        }

        _lifts.Add(key, at);
        _byAge.Enqueue(key);
        if (_byAge.Count > most)
            _lifts.Remove(_byAge.Dequeue());
    }
}
