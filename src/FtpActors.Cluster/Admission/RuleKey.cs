using System.Net;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Admission;

/// <summary>Of each network there is one rule of a kind.</summary>
internal readonly record struct RuleKey(IPNetwork Network, AddressRuleKind Kind) : IComparable<RuleKey>
{
    public int CompareTo(RuleKey other) => NetworkOrder.Compare(Network, other.Network) is not 0 and var order ? order : Kind.CompareTo(other.Kind);
}
