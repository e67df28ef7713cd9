using System.Net;

namespace FtpActors.Cluster.Admission;

/// <param name="Network">That failed logins came from.</param>
/// <param name="Origin">The node that has counted them, and alone writes of them.</param>
/// <param name="Since">When the span of time begins in which it has.</param>
internal readonly record struct FailureKey(IPNetwork Network, string Origin, DateTimeOffset Since) : IComparable<FailureKey>
{
    public int CompareTo(FailureKey other) => (NetworkOrder.Compare(Network, other.Network), string.CompareOrdinal(Origin, other.Origin)) switch
    {
        (0, 0) => Since.CompareTo(other.Since),
        (0, var origin) => origin,
        (var network, _) => network,
    };
}
