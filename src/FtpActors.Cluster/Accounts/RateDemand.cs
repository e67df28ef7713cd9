namespace FtpActors.Cluster.Accounts;

/// <summary>What a node needs of a user's rate in one direction. All in bytes per second.</summary>
/// <param name="Limit">Of the user, over all nodes, as the node knows it.</param>
/// <param name="Lease">The share that holds there.</param>
/// <param name="Used">Of late.</param>
/// <param name="IsShort">Transfers wait: it could use more.</param>
public sealed record RateDemand(long Limit, long Lease, long Used, bool IsShort);
