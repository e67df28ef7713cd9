using System.Collections.Immutable;
using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>Who may connect, an immutable value: see <see cref="AddressRule"/>.</summary>
/// <param name="Safe">What bans do not reach.</param>
internal sealed record AdmissionTable(ImmutableArray<IPNetwork> Safe)
{
    public NetworkMap Allowed { get; init; } = NetworkMap.Empty;

    public NetworkMap Denied { get; init; } = NetworkMap.Empty;

    public NetworkMap Banned { get; init; } = NetworkMap.Empty;

    /// <summary>The rules of a kind.</summary>
    public NetworkMap this[AddressRuleKind kind] => kind switch
    {
        AddressRuleKind.Allowed => Allowed,
        AddressRuleKind.Denied => Denied,
        _ => Banned,
    };

    public AdmissionTable With(AddressRuleKind kind, NetworkMap rules) => kind switch
    {
        AddressRuleKind.Allowed => this with { Allowed = rules },
        AddressRuleKind.Denied => this with { Denied = rules },
        _ => this with { Banned = rules },
    };

    /// <param name="address">Plain.</param>
    public bool IsSafe(IPAddress address)
    {
        foreach (var network in Safe)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>All of it is.</summary>
    /// <param name="network">Plain.</param>
    public bool IsSafe(IPNetwork network) => Safe.Any(safe => safe.Holds(network));

    /// <summary>Allocates nothing.</summary>
    /// <param name="address">Plain.</param>
    /// <param name="rule">That decides; null where none does, or none of those that allow.</param>
    public bool LetsIn(IPAddress address, out AddressRule? rule)
    {
        rule = Denied.IsEmpty ? null : Denied.Holding(address);
        if (rule is not null)
            return false;
        if (!Banned.IsEmpty && !IsSafe(address) && (rule = Banned.Holding(address)) is not null)
            return false;
        if (Allowed.IsEmpty)
            return true;
        rule = Allowed.Holding(address);
        return rule is not null;
    }
}
