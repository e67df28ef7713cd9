using System.Net;

namespace FtpActors.Cluster.Admission;

/// <summary>Networks in an order, and spread over buckets; the same on every node.</summary>
internal static class NetworkOrder
{
    private const int LongestAddress = 16;

    public static int Compare(IPNetwork one, IPNetwork other)
    {
        Span<byte> mine = stackalloc byte[LongestAddress];
        Span<byte> others = stackalloc byte[LongestAddress];
        return Write(one, mine).SequenceCompareTo(Write(other, others)) is not 0 and var order ? order : one.PrefixLength.CompareTo(other.PrefixLength);
    }

    /// <param name="network">Whose.</param>
    /// <param name="buckets">How many there are.</param>
    /// <returns>From 0 on.</returns>
    public static int BucketOf(IPNetwork network, int buckets)
    {
        Span<byte> address = stackalloc byte[LongestAddress];
        // FNV-1a: hash codes of .NET are another process's business.
        var hash = 2166136261u;
        foreach (var part in Write(network, address))
            hash = (hash ^ part) * 16777619;
        hash = (hash ^ (uint)network.PrefixLength) * 16777619;
        return (int)(hash % (uint)buckets);
    }

    private static ReadOnlySpan<byte> Write(IPNetwork network, Span<byte> bytes) =>
        network.BaseAddress.TryWriteBytes(bytes, out var written) ? bytes[..written] : throw new ArgumentException("No address is that long.", nameof(network));
}
