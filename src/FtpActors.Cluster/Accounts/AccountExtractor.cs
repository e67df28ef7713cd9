using Akka.Cluster.Sharding;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>Brings commands to the account they are for. The number of shards may never differ between nodes.</summary>
internal sealed class AccountExtractor() : HashCodeMessageExtractor(maxNumberOfShards: 100)
{
    public override string? EntityId(object message) => message is IAccountCommand command ? AccountKey.Of(command.User) : null;
}
