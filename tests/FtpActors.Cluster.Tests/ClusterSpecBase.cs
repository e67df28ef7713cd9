using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using FtpActors.Cluster.Wire;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;

namespace FtpActors.Cluster.Tests;

/// <summary>Nodes of one service in one process: an actor system each, on free ports of 127.0.0.1, over the same files.</summary>
/// <remarks>The user is <c>demo</c> with the password <c>demo</c>. Whatever has no serializer of its own fails.</remarks>
public abstract class ClusterSpecBase : IAsyncLifetime
{
    /// <summary>For what takes a moment, on a machine that has more to do.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Over the configuration of every actor system.</summary>
    protected static readonly Config Quiet = ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          actor.serializers.json = "{{typeof(RefusingSerializer)}}, {{typeof(RefusingSerializer).Assembly.GetName().Name}}"
          cluster {
            failure-detector.acceptable-heartbeat-pause = 30s
            # On a machine that is busy nodes miss one of them at moments far apart.
            split-brain-resolver.down-all-when-unstable = off
            periodic-tasks-initial-delay = 100ms
            gossip-interval = 200ms
            leader-actions-interval = 200ms
          }
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
            phases.service-requests-done.timeout = 60s
          }
        }
        """);

    private readonly List<ClusterNode> _nodes = [];
    private readonly ConfiguredUsers _users = new([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);

    /// <summary>Those that were started, first one first, stopped ones included.</summary>
    protected IReadOnlyList<ClusterNode> Nodes => _nodes;

    protected IEnumerable<ClusterNode> Running => _nodes.Where(node => !node.System.WhenTerminated.IsCompleted);

    /// <summary>Of every node.</summary>
    protected MemoryStorage Storage { get; } = new();

    /// <summary>Of a node, on a free port, at which nobody listens after it.</summary>
    protected FtpServerOptions ServerOptions => new()
    {
        Listen = [new IPEndPoint(IPAddress.Loopback, FreePorts.Take())],
        Storage = Storage,
        Authenticator = _users,
        Users = _users,
        Passive = new PassiveOptions { FirstPort = 0, LastPort = 0 },
        Limits = new LimitOptions { LoginFailureDelay = TimeSpan.Zero },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(_nodes.Select(Crash));

    /// <summary>Starts so many nodes; each knows all when the task is done.</summary>
    /// <param name="count">Of nodes.</param>
    /// <param name="server">Changes a node's server.</param>
    /// <param name="cluster">Changes its cluster.</param>
    /// <param name="akka">Over the configuration of its actor system.</param>
    protected async Task Start(
        int count,
        Func<FtpServerOptions, FtpServerOptions>? server = null,
        Func<FtpClusterOptions, FtpClusterOptions>? cluster = null,
        string akka = "")
    {
        for (var started = 0; started < count; started++)
            await StartNode(server, cluster, akka);
        await Converge();
    }

    /// <summary>Starts another node, which joins the first one that runs.</summary>
    protected async Task<ClusterNode> StartNode(
        Func<FtpServerOptions, FtpServerOptions>? server = null,
        Func<FtpClusterOptions, FtpClusterOptions>? cluster = null,
        string akka = "")
    {
        var options = new FtpClusterOptions { AnswerTimeout = Patience / 2, Node = new FtpClusterNodeOptions { Seeds = [.. Running.Take(1).Select(node => node.ClusterEndPoint)] } };
        options = cluster?.Invoke(options) ?? options;
        var config = ConfigurationFactory.ParseString(akka).WithFallback(Quiet);
        var system = ActorSystem.Create("ftp-specs", config.WithFallback(options.Node?.ToAkka(options.Role) ?? FtpClusterConfig.Serialization));
        var ftp = FtpCluster.Join(system, server?.Invoke(ServerOptions) ?? ServerOptions, options);
        var node = new ClusterNode(system, ftp, Assert.Single(await ftp.Server.Bound));
        _nodes.Add(node);
        return node;
    }

    /// <summary>Ends once every node that runs sees every one of them, and none else, up and reachable.</summary>
    protected Task Converge()
    {
        var running = Running.ToArray();
        var addresses = running.Select(node => node.Cluster.SelfUniqueAddress).ToImmutableHashSet();
        return Task.WhenAll(running.Select(node => See(node.System, addresses.SetEquals)));
    }

    /// <summary>Ends once the member sees so many, itself included, all of them up and reachable.</summary>
    protected static Task See(ActorSystem system, int members) => See(system, seen => seen.Count == members);

    private static Task See(ActorSystem system, Func<ImmutableHashSet<Akka.Cluster.UniqueAddress>, bool> isRight)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(MembersActor.Props(isRight, done));
        return done.Task.WaitAsync(Patience);
    }

    /// <summary>Ends a node without a word to the others.</summary>
    protected static Task Crash(ClusterNode node) => node.System.Terminate().WaitAsync(Patience);

    /// <summary>Ends a node in good order, as its process does when it is told to stop.</summary>
    protected static Task Leave(ClusterNode node) => CoordinatedShutdown.Get(node.System).Run(CoordinatedShutdown.ClrExitReason.Instance);
}
