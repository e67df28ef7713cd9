using Akka.Actor;
using Akka.DistributedData;
using FtpActors.Cluster.Accounts;
using FtpActors.Cluster.Sessions;
using FtpActors.Server;

namespace FtpActors.Cluster;

/// <summary>A server that is one of many nodes of the same service: those whose server has the same <see cref="FtpServerOptions.Name"/>.</summary>
public sealed class FtpCluster
{
    /// <summary>What an answer may take beyond <see cref="FtpClusterOptions.AnswerTimeout"/>.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    private FtpCluster(FtpNode node, FtpServer server, IActorRef actor) => (Node, Server, Actor) = (node, server, actor);

    public FtpNode Node { get; }

    public FtpServer Server { get; }

    /// <summary>The top actor of the node, <c>/user/{Name}-cluster</c>: see <see cref="Sessions.ClusterSessionsProtocol"/> and
    /// <see cref="Outcomes.ClusterOutcomesProtocol"/>.</summary>
    public IActorRef Actor { get; }

    /// <summary>Topic of <c>DistributedPubSub</c>, on any member with <see cref="FtpClusterConfig.Serialization"/>: how every transfer of every
    /// node ends, a <see cref="ClusterProtocol.TransferEnded"/> each, at most once. See <see cref="Outcomes.ClusterOutcomesProtocol"/> for
    /// subscribers that must not miss any.</summary>
    public string OutcomesTopic => TopicOf(Server.Actor.Path.Name);

    /// <summary>Starts the server and makes it a node of the service. It leaves with the actor system's coordinated shutdown, after
    /// the transfers and before the member leaves the cluster.</summary>
    /// <param name="system">Of the provider <c>cluster</c>, with <see cref="FtpClusterConfig.Serialization"/>. Its member has the role
    /// <see cref="FtpClusterOptions.Role"/>; joined or not is all the same.</param>
    /// <param name="server">Of the server.</param>
    /// <param name="options">Of the cluster.</param>
    /// <exception cref="ArgumentException">The actor system lacks something of that.</exception>
    public static FtpCluster Join(ActorSystem system, FtpServerOptions server, FtpClusterOptions options)
    {
        var cluster = Check(system, options);
        if (options.SharesSiteCommands)
            server = server with { Overview = OverviewOf(system, server, options, cluster) };
        var accounts = NodeAccounts.Start(system, cluster, server.Name, options);
        var started = FtpServer.Start(system, server with { Accounts = accounts.For(server.Accounts) });
        EndSoonWhenDowned(system, cluster, started, server.Name);
        var context = new ClusterContext(server.Name, started.Actor, server.Admission.Ban.Within, options, cluster);
        var actor = system.ActorOf(ClusterActor.Props(context), context.ActorName);
        options.Node?.Join(cluster);
        return new FtpCluster(context.Self, started, actor);
    }

    private static ClusterOverview OverviewOf(ActorSystem system, FtpServerOptions server, FtpClusterOptions options, Akka.Cluster.Cluster cluster) =>
        new(system.ActorSelection($"/user/{ClusterContext.ActorNameOf(server.Name)}"), FtpNode.Of(cluster.SelfUniqueAddress), options.AnswerTimeout + Reserve);

    /// <summary>Others take over what the users of a downed node hold once its removal is so long ago. It uses half of that to finish
    /// transfers; the rest is for them having noticed sooner.</summary>
    private static void EndSoonWhenDowned(ActorSystem system, Akka.Cluster.Cluster cluster, FtpServer server, string name)
    {
        var margin = cluster.DowningProvider.DownRemovalMargin;
        if (margin <= TimeSpan.Zero)
            return;
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, $"ftp-downed-{name}", async () =>
        {
            if (shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason)
                await server.Stop(margin / 2).ConfigureAwait(false);
            return Akka.Done.Instance;
        });
    }

    internal static string TopicOf(string server) => $"{server}-outcomes";

    private static Akka.Cluster.Cluster Check(ActorSystem system, FtpClusterOptions options)
    {
        if (!system.Settings.HasCluster)
            throw new ArgumentException("akka.actor.provider has to be cluster.", nameof(system));
        if (system.Serialization.FindSerializerForType(typeof(ClusterProtocol.IMessage)) is not ClusterSerializer)
            throw new ArgumentException($"The configuration lacks {nameof(FtpClusterConfig)}.{nameof(FtpClusterConfig.Serialization)}.", nameof(system));
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (!cluster.SelfRoles.Contains(options.Role))
            throw new ArgumentException($"akka.cluster.roles lacks {options.Role}.", nameof(options));
        if (options.SharesAdmission && DistributedData.Get(system).IsTerminated)
            throw new ArgumentException("akka.cluster.distributed-data.role is none of the member's.", nameof(options));
        return cluster;
    }
}
