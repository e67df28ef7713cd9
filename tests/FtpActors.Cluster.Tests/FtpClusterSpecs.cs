using System.Net;
using System.Runtime.Serialization;
using Akka.Actor;
using FtpActors.Cluster.Sessions;

namespace FtpActors.Cluster.Tests;

public sealed class FtpClusterSpecs : ClusterSpecBase
{
    [Fact]
    public async Task Nodes_should_find_each_other_over_IPv6()
    {
        await Start(2, cluster: options => options with { Node = options.Node! with { Host = IPAddress.IPv6Loopback } });

        Assert.StartsWith("[::1]:", Nodes[1].Ftp.Node.ToString(), StringComparison.Ordinal);
        Assert.Empty((await Nodes[1].Ftp.Actor.Ask<ClusterSessionsProtocol.SessionList>(new ClusterSessionsProtocol.ListSessions(), Patience)).Missing);
    }

    [Fact]
    public async Task What_has_no_serializer_should_neither_leave_a_node_nor_get_into_one()
    {
        await Start(1);
        var serialization = Nodes[0].System.Serialization;

        Assert.Throws<SerializationException>(() => serialization.FindSerializerFor(new object()).ToBinary(new Unserializable("text")));
        Assert.Throws<SerializationException>(() => serialization.Deserialize("{}"u8.ToArray(), serializerId: 1, typeof(Unserializable)));
    }

    [Fact]
    public async Task A_member_that_may_not_hold_what_is_shared_should_be_refused_unless_it_shares_nothing()
    {
        await StartNode(cluster: cluster => cluster with { SharesAdmission = false }, akka: "akka.cluster.distributed-data.role = elsewhere");

        Assert.Throws<ArgumentException>(() => { FtpCluster.Join(Nodes[0].System, null!, new FtpClusterOptions()); });
    }

    [Fact]
    public async Task An_actor_system_without_what_a_node_needs_should_be_refused()
    {
        var plain = ActorSystem.Create("plain", "akka.loglevel = WARNING");

        Assert.Throws<ArgumentException>(() => { FtpCluster.Join(plain, null!, new FtpClusterOptions()); });

        await plain.Terminate();
    }

    [Fact]
    public async Task No_second_actor_system_should_get_the_port_of_a_node()
    {
        await Start(1);
        var taken = new FtpClusterNodeOptions { Port = Nodes[0].ClusterEndPoint.Port };

        var refused = Assert.ThrowsAny<Exception>(() => { ActorSystem.Create("ftp-specs", Quiet.WithFallback(taken.ToAkka("ftp"))); });

        Assert.Contains("Failed to bind", refused.ToString(), StringComparison.Ordinal);
    }

    private sealed record Unserializable(string Text);
}
