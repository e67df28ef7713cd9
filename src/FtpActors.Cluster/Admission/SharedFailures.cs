namespace FtpActors.Cluster.Admission;

/// <summary>A bucket of the failed logins that were counted on any node.</summary>
internal sealed class SharedFailures : ExpiringMap<SharedFailures, FailureKey, SharedFailure>
{
    /// <summary>Keeps a bucket within half a frame of Akka.Remote (128,000 bytes).</summary>
    public const int MostEntries = 512;

    protected override int Most => MostEntries;
}
