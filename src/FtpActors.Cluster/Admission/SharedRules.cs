namespace FtpActors.Cluster.Admission;

/// <summary>A bucket of the rules that were made on any node.</summary>
internal sealed class SharedRules : ExpiringMap<SharedRules, RuleKey, SharedRule>
{
    /// <summary>Keeps a bucket, however long the reasons, within half a frame of Akka.Remote (128,000 bytes).</summary>
    public const int MostEntries = 128;

    protected override int Most => MostEntries;
}
