using Akka.DistributedData;

namespace FtpActors.Cluster.Admission;

/// <summary>Under what name nodes hold a bucket.</summary>
internal sealed class BucketKey<T>(string id) : Key<T>(id)
    where T : IReplicatedData;
