using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static FtpActors.Cluster.Sessions.ClusterSessionsProtocol;

namespace FtpActors.Cluster.Tests;

public sealed class FtpClusterHostingExtensionsSpecs : ClusterSpecBase
{
    [Fact]
    public async Task A_node_should_join_the_cluster_that_the_application_is_in()
    {
        using var web = ActorSystem.Create("app", Member("web").WithFallback(Quiet));
        var first = Akka.Cluster.Cluster.Get(web);
        await first.JoinAsync(first.SelfAddress);
        var started = new TaskCompletionSource<FtpCluster>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var application = Build("app", akka => akka
            .WithRemoting("127.0.0.1", 0)
            .WithClustering(new ClusterOptions { Roles = ["web", "files"], SeedNodes = [first.SelfAddress.ToString()] })
            .WithFtpCluster(ServerOptions, new FtpClusterOptions { Role = "files" }, started.SetResult));

        await application.StartAsync();
        var cluster = await started.Task.WaitAsync(Patience);
        await cluster.Server.Bound;
        await See(web, 2);

        Assert.Equal(cluster.Actor, application.Services.GetRequiredService<IRequiredActor<FtpCluster>>().ActorRef);
        var list = await cluster.Actor.Ask<SessionList>(new ListSessions(), Patience);
        Assert.Empty(list.Missing);
        await application.StopAsync();
        await See(web, 1);
        await web.Terminate();
    }

    [Fact]
    public async Task A_node_of_its_own_should_start_a_cluster_and_another_one_join_it()
    {
        await Start(1);
        var started = new TaskCompletionSource<FtpCluster>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new FtpClusterOptions { Node = new FtpClusterNodeOptions { Seeds = [Nodes[0].ClusterEndPoint] } };
        using var application = Build(Nodes[0].System.Name, akka => akka.WithFtpCluster(ServerOptions, options, started.SetResult));

        await application.StartAsync();
        await started.Task.WaitAsync(Patience);
        await See(Nodes[0].System, 2);

        await application.StopAsync();
        await See(Nodes[0].System, 1);
    }

    private static Config Member(string role) => ConfigurationFactory.ParseString($$"""
        akka {
          actor.provider = cluster
          cluster.roles = [{{role}}]
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """);

    private static IHost Build(string system, Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka(system, akka =>
        {
            akka.AddHocon(Quiet, HoconAddMode.Prepend);
            configure(akka);
        });
        return builder.Build();
    }
}
