using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Outcomes;

/// <summary>The cases of <see cref="FtpTransferEvent"/>, which say what each means, as numbers that cross nodes.</summary>
public enum TransferOutcome
{
    /// <summary>One that only nodes of a newer release know.</summary>
    Other = 0,
    Completed = 1,
    AbortedByClient = 2,
    AbortedByOperator = 3,
    ConnectionLost = 4,
    NotConnected = 5,
    Truncated = 6,
    Stalled = 7,
    DataRejected = 8,
    StorageFailed = 9,
    NoSpace = 10,
    QuotaExceeded = 11,
    Refused = 12,
    ShutDown = 13,
    SessionEnded = 14,
    Failed = 15,
}
