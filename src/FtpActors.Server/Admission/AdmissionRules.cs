using System.Collections.Immutable;
using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>The rules of a server as they change: which there are, which ends next, and no more of them than there may be. Not thread-safe.</summary>
/// <remarks>Nothing here tells anybody: whoever changes a rule publishes what comes back.</remarks>
internal sealed class AdmissionRules
{
    /// <summary>Those that end by themselves, the next one first.</summary>
    private readonly SortedSet<AddressRule> _ending = new(ByEnd.Instance);

    /// <summary>The bans of them.</summary>
    private readonly SortedSet<AddressRule> _endingBans = new(ByEnd.Instance);

    private int _maxRules;

    public AdmissionRules(AdmissionOptions options, DateTimeOffset now)
    {
        Table = new AdmissionTable(options.Safe);
        Configure(options, now);
    }

    /// <summary>Of this moment.</summary>
    public AdmissionTable Table { get; private set; }

    /// <summary>In no order.</summary>
    public IEnumerable<AddressRule> All => [.. Table.Allowed.Rules, .. Table.Denied.Rules, .. Table.Banned.Rules];

    /// <summary>When the next rule ends; null while none does.</summary>
    public DateTimeOffset? NextEnd => _ending.Min?.Until;

    /// <summary>Rules beside those of the configuration.</summary>
    private int Count => Table.Allowed.Count + Table.Denied.Count + Table.Banned.Count - Configured;

    private int Configured { get; set; }

    public AddressRule? Find(IPNetwork network, AddressRuleKind kind) => Table[kind].Of(network);

    /// <summary>Sets a rule in place of one of the same kind and network.</summary>
    /// <param name="rule">Its network is plain; not of the configuration, nor is the one in whose place it comes.</param>
    /// <param name="ended">The bans that had to go for it, if any.</param>
    /// <returns>False when there are too many rules that do not end by themselves.</returns>
    public bool TrySet(AddressRule rule, out ImmutableArray<AddressRule> ended)
    {
        ended = [];
        if (Find(rule.Network, rule.Kind) is null)
        {
            while (Count >= _maxRules)
            {
                // The new one may be the next to end itself.
                if (_endingBans.Min is not { } first || (rule.Kind == AddressRuleKind.Banned && ByEnd.Instance.Compare(rule, first) < 0))
                    return false;
                Remove(first);
                ended = ended.Add(first);
            }
        }

        Add(rule);
        return true;
    }

    public void Remove(AddressRule rule)
    {
        Table = Table.With(rule.Kind, Table[rule.Kind].Without(rule.Network));
        if (rule.Source == AddressRuleSource.Configuration)
            Configured--;
        _ending.Remove(rule);
        _endingBans.Remove(rule);
    }

    /// <summary>Removes the rules whose time is over.</summary>
    public ImmutableArray<AddressRule> RemoveEnded(DateTimeOffset now)
    {
        ImmutableArray<AddressRule> ended = [.. _ending.TakeWhile(rule => rule.Until <= now)];
        foreach (var rule in ended)
            Remove(rule);
        return ended;
    }

    /// <summary>Rules of the configuration come and go; they take the place of others.</summary>
    /// <returns>What is there now and was not, what is not there any more.</returns>
    public (ImmutableArray<AddressRule> Set, ImmutableArray<AddressRule> Ended) Configure(AdmissionOptions options, DateTimeOffset now)
    {
        Table = Table with { Safe = options.Safe };
        _maxRules = options.MaxRules;
        var wanted = options.Allow.Select(network => (Network: network, Kind: AddressRuleKind.Allowed))
            .Concat(options.Deny.Select(network => (Network: network, Kind: AddressRuleKind.Denied))).ToHashSet();
        ImmutableArray<AddressRule> ended =
        [
            .. All.Where(rule => wanted.Contains((rule.Network, rule.Kind)) != (rule.Source == AddressRuleSource.Configuration)),
        ];
        foreach (var rule in ended)
            Remove(rule);
        ImmutableArray<AddressRule> set =
        [
            .. wanted.Where(one => Find(one.Network, one.Kind) is null).Select(one => new AddressRule(one.Network, one.Kind, now, null, "") { Source = AddressRuleSource.Configuration }),
        ];
        foreach (var rule in set)
            Add(rule);
        return (set, ended);
    }

    private void Add(AddressRule rule)
    {
        if (Find(rule.Network, rule.Kind) is { } before)
            Remove(before);
        Table = Table.With(rule.Kind, Table[rule.Kind].With(rule));
        if (rule.Source == AddressRuleSource.Configuration)
            Configured++;
        if (rule.Until is null)
            return;
        _ending.Add(rule);
        if (rule.Kind == AddressRuleKind.Banned)
            _endingBans.Add(rule);
    }

    /// <summary>Of two different rules none is equal to the other.</summary>
    private sealed class ByEnd : IComparer<AddressRule>
    {
        public static ByEnd Instance { get; } = new();

        public int Compare(AddressRule? x, AddressRule? y)
        {
            var byEnd = Nullable.Compare(x!.Until, y!.Until);
            if (byEnd != 0)
                return byEnd;
            var byKind = x.Kind.CompareTo(y.Kind);
            return byKind != 0 ? byKind : ByNetwork(x.Network, y.Network);
        }

        private static int ByNetwork(IPNetwork x, IPNetwork y)
        {
            var (byFamily, byLength) = (x.BaseAddress.AddressFamily.CompareTo(y.BaseAddress.AddressFamily), x.PrefixLength.CompareTo(y.PrefixLength));
            return byFamily != 0 ? byFamily
                : byLength != 0 ? byLength
                : AddressNetwork.NumberOf(x.BaseAddress, out _).CompareTo(AddressNetwork.NumberOf(y.BaseAddress, out _));
        }
    }
}
