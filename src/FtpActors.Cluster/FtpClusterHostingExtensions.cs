using Akka.Hosting;
using FtpActors.Server;

namespace FtpActors.Cluster;

/// <summary>Starts a node with an actor system that Akka.Hosting builds.</summary>
public static class FtpClusterHostingExtensions
{
    /// <summary>As <see cref="FtpServerHostingExtensions"/> do, and makes the server a node, whose top actor is registered as <see cref="FtpCluster"/>.</summary>
    /// <param name="builder">Of the system. Where <see cref="FtpClusterOptions.Node"/> is null, the application calls <c>WithClustering</c>
    /// itself, with the role.</param>
    /// <param name="server">Of the server.</param>
    /// <param name="options">Of the cluster.</param>
    /// <param name="started">Called with the running node; null for nothing.</param>
    public static AkkaConfigurationBuilder WithFtpCluster(
        this AkkaConfigurationBuilder builder,
        FtpServerOptions server,
        FtpClusterOptions options,
        Action<FtpCluster>? started = null)
    {
        builder.AddHocon(options.Node?.ToAkka(options.Role) ?? FtpClusterConfig.Serialization, HoconAddMode.Append);
        return builder.WithShutdownGrace(server.Timeouts.ShutdownGrace).WithActors((system, registry) =>
        {
            var cluster = FtpCluster.Join(system, server, options);
            registry.TryRegister<FtpServer>(cluster.Server.Actor);
            registry.TryRegister<FtpCluster>(cluster.Actor);
            started?.Invoke(cluster);
        });
    }
}
