using System.Collections.Immutable;
using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>Rules by network, an immutable value. To look an address up takes as many steps as there are lengths of prefixes in
/// its family, however many rules there are, and allocates nothing.</summary>
internal sealed class NetworkMap
{
    private readonly ImmutableDictionary<Key, AddressRule> _rules;

    /// <summary>Rules of each length of prefix, of IPv4 and of IPv6; the longest come first.</summary>
    private readonly ImmutableArray<(int Length, int Rules)> _lengths4;
    private readonly ImmutableArray<(int Length, int Rules)> _lengths6;

    private NetworkMap(ImmutableDictionary<Key, AddressRule> rules, ImmutableArray<(int Length, int Rules)> lengths4, ImmutableArray<(int Length, int Rules)> lengths6) =>
        (_rules, _lengths4, _lengths6) = (rules, lengths4, lengths6);

    public static NetworkMap Empty { get; } = new(ImmutableDictionary<Key, AddressRule>.Empty, [], []);

    public bool IsEmpty => _rules.IsEmpty;

    public int Count => _rules.Count;

    public IEnumerable<AddressRule> Rules => _rules.Values;

    /// <summary>The rule of the smallest network that holds <paramref name="address"/>, which is plain.</summary>
    public AddressRule? Holding(IPAddress address)
    {
        var number = AddressNetwork.NumberOf(address, out var bits);
        foreach (var (length, _) in bits == 32 ? _lengths4 : _lengths6)
        {
            if (_rules.TryGetValue(Key.Of(number, length, bits), out var rule))
                return rule;
        }

        return null;
    }

    /// <summary>The rule of this network itself, which is plain.</summary>
    public AddressRule? Of(IPNetwork network) => _rules.GetValueOrDefault(Key.Of(network));

    /// <summary>In place of one of the same network, if there is any.</summary>
    public NetworkMap With(AddressRule rule)
    {
        var key = Key.Of(rule.Network);
        var rules = _rules.SetItem(key, rule);
        return rules.Count == _rules.Count ? new NetworkMap(rules, _lengths4, _lengths6) : Counted(rules, key, 1);
    }

    public NetworkMap Without(IPNetwork network)
    {
        var key = Key.Of(network);
        var rules = _rules.Remove(key);
        return rules.Count == _rules.Count ? this : Counted(rules, key, -1);
    }

    private NetworkMap Counted(ImmutableDictionary<Key, AddressRule> rules, Key key, int change) => key.Bits == 32
        ? new NetworkMap(rules, Counted(_lengths4, key.Length, change), _lengths6)
        : new NetworkMap(rules, _lengths4, Counted(_lengths6, key.Length, change));

    private static ImmutableArray<(int Length, int Rules)> Counted(ImmutableArray<(int Length, int Rules)> lengths, int length, int change)
    {
        var before = lengths.FirstOrDefault(one => one.Length == length);
        var after = (Length: length, Rules: before.Rules + change);
        return [.. lengths.Where(one => one.Length != length).Concat(after.Rules > 0 ? [after] : []).OrderByDescending(one => one.Length)];
    }

    /// <param name="Number">Of the address, what comes behind the prefix cleared.</param>
    /// <param name="Length">Of the prefix.</param>
    /// <param name="Bits">Of the family's addresses.</param>
    private readonly record struct Key(UInt128 Number, int Length, int Bits)
    {
        public static Key Of(UInt128 number, int length, int bits) =>
            new(length == 0 ? UInt128.Zero : number >> (bits - length), length, bits);

        public static Key Of(IPNetwork network)
        {
            var number = AddressNetwork.NumberOf(network.BaseAddress, out var bits);
            return Of(number, network.PrefixLength, bits);
        }
    }
}
