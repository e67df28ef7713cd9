using FtpActors.Cluster.Accounts;

namespace FtpActors.Cluster;

/// <summary>How a server shares its service with other nodes. Immutable: change it with <c>with</c>. Keys and ranges: <c>reference.hocon</c>.</summary>
public sealed record FtpClusterOptions
{
    /// <summary>Role of the members that serve files, this one among them; all others are left alone.</summary>
    public string Role { get; init; } = "ftp";

    /// <summary>How long other nodes may take to answer about their sessions; those that stay silent are named.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>SITE WHO and SITE MSG are about the sessions of all nodes, instead of those of the user's own.</summary>
    public bool SharesSiteCommands { get; init; }

    /// <summary>How transfers end is published on <see cref="FtpCluster.OutcomesTopic"/>. What it goes through, <c>DistributedPubSub</c>,
    /// then runs on the node, and is expected on every member with <c>akka.cluster.pub-sub.role</c>.</summary>
    public bool PublishesOutcomes { get; init; } = true;

    /// <summary>Rules about addresses that are made on one node (<see cref="Server.Admission.AdmissionProtocol"/>) hold on all, and failed
    /// logins are counted over all. What they are held in, <c>DistributedData</c>, then runs on the node, and
    /// <c>akka.cluster.distributed-data.role</c> is <see cref="Role"/>, or empty with <see cref="FtpClusterConfig.Serialization"/> on
    /// every member.</summary>
    public bool SharesAdmission { get; init; } = true;

    /// <summary>What users have over all nodes.</summary>
    public AccountsOptions Accounts { get; init; } = new();

    /// <summary>What makes a member of the actor system; null where the application sees to that.</summary>
    public FtpClusterNodeOptions? Node { get; init; }
}
