using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using FtpActors.Cluster;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>A member that serves no files and sees the others come and go.</summary>
internal sealed class ClusterWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = WARNING, log-dead-letters-during-shutdown = off }");

    private readonly Channel<IReadOnlyCollection<string>> _seen = Channel.CreateUnbounded<IReadOnlyCollection<string>>();
    private readonly ActorSystem _system;

    /// <param name="node">One of the cluster's.</param>
    public ClusterWatch(System.Net.IPEndPoint node)
    {
        _system = ActorSystem.Create("ftp-actors", Quiet.WithFallback(new FtpClusterNodeOptions().ToAkka("watch")));
        var props = MembersActor.Props(_seen.Writer);
        _system.ActorOf(props);
        var cluster = Akka.Cluster.Cluster.Get(_system);
        cluster.JoinSeedNodes([cluster.SelfAddress.WithHost(node.Address.ToString()).WithPort(node.Port)]);
    }

    /// <summary>Ends once the members of other hosts are these, all of them up.</summary>
    public async Task See(params string[] hosts)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await foreach (var seen in _seen.Reader.ReadAllAsync(deadline.Token))
        {
            if (seen.ToHashSet().SetEquals(hosts))
                return;
        }
    }

    /// <summary>Puts the member of a host out of the cluster, as the split-brain resolver does.</summary>
    public void Down(string host)
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        cluster.Down(cluster.State.Members.Single(member => member.Address.Host == host && member.HasRole("ftp")).Address);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
