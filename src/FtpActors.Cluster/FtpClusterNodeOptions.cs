using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using FtpActors.Server.Configuration;

namespace FtpActors.Cluster;

/// <summary>A member of a cluster that has nothing to do but to serve files.</summary>
public sealed record FtpClusterNodeOptions
{
    /// <summary>What the other nodes reach this one at.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Nodes of which one has to answer, the same on every node; without any the node starts a cluster of its own.</summary>
    public ImmutableArray<IPEndPoint> Seeds { get; init; } = [];

    /// <summary>The configuration of the member's actor system: what it needs, and below it <c>akka { ... }</c> of <c>reference.hocon</c>.</summary>
    /// <param name="role">Of the member.</param>
    public Config ToAkka(string role) => ConfigurationFactory.ParseString($$"""
        akka {
          cluster {
            roles = [{{HoconFile.Quote(role)}}]
            pub-sub.role = {{HoconFile.Quote(role)}}
            distributed-data.role = {{HoconFile.Quote(role)}}
          }
          remote.dot-netty.tcp {
            hostname = {{HoconFile.Quote(Host.ToString())}}
            port = {{Port}}
          }
        }
        """).WithFallback(FtpClusterConfig.Serialization).WithFallback(FtpClusterConfig.Reference.GetValue("akka").AtKey("akka"));

    /// <summary>Joins the cluster, or starts it.</summary>
    internal void Join(Akka.Cluster.Cluster cluster)
    {
        if (Seeds.IsEmpty)
            cluster.Join(cluster.SelfAddress);
        else
            cluster.JoinSeedNodes(Seeds.Select(seed => AddressOf(cluster.SelfAddress, seed)));
    }

    private static Address AddressOf(Address self, IPEndPoint node) => self.WithPort(node.Port)
        .WithHost(node.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{node.Address}]" : node.Address.ToString());
}
