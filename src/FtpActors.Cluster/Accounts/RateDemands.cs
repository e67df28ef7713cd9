namespace FtpActors.Cluster.Accounts;

/// <summary>What a node needs of a user's rate.</summary>
/// <param name="Number">Of the last share that it has got.</param>
/// <param name="Upload">Null where there is no limit.</param>
/// <param name="Download">Alike.</param>
public sealed record RateDemands(long Number, RateDemand? Upload, RateDemand? Download);
