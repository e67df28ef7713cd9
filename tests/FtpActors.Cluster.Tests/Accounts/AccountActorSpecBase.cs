using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage.Quota;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>One account in virtual time; probes stand for three nodes.</summary>
public abstract class AccountActorSpecBase : ActorSpecBase
{
    private protected const long Epoch = 77;

    private readonly FakeMembers _members = new();

    protected AccountActorSpecBase()
        : base("""
            akka.loglevel = WARNING
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """)
    {
        Nodes = [.. Enumerable.Range(1, 3).Select(number => CreateTestProbe($"node-{number}"))];
        for (var index = 0; index < Nodes.Length; index++)
            _members.Add(index + 1, Nodes[index]);
    }

    protected ImmutableArray<TestProbe> Nodes { get; }

    /// <summary>Numbers of those that were not lost.</summary>
    protected IEnumerable<int> Living => Enumerable.Range(1, Nodes.Length).Where(number => _members.All.Contains(FakeMembers.Address(number)));

    protected IActorRef Account { get; private set; } = ActorRefs.Nobody;

    /// <summary>Brings the account to life; nodes are asked and have not answered.</summary>
    protected async Task Live()
    {
        Account = Sys.ActorOf(Props.Create(() => new AccountActor("demo", _members, Epoch)), "demo");
        foreach (var node in Nodes)
            Assert.Equal(new RecallAccount("demo", Epoch), await node.ExpectMsgAsync<RecallAccount>());
    }

    /// <summary>With nothing that any node holds.</summary>
    protected async Task Serve()
    {
        await Live();
        for (var node = 1; node <= Nodes.Length; node++)
            Report(node);
    }

    private protected void Report(int node, long[]? slots = null, long[]? claims = null, RateDemands? rates = null, QuotaAmount reserved = default, long answered = 0) =>
        Tell(node, new ReportAccount("demo", node, Epoch, [.. slots ?? []], [.. claims ?? []], rates, reserved, answered));

    protected void Tell(int node, object message) => Account.Tell(message, Nodes[node - 1]);

    /// <param name="node">That goes.</param>
    /// <param name="afterlife">It may go on so long.</param>
    protected void Lose(int node, TimeSpan afterlife = default)
    {
        _members.Remove(node);
        Account.Tell(new FakeMembers.NodeGone(node, afterlife));
    }

    protected TestProbe Node(int number) => Nodes[number - 1];

    protected async Task Settled()
    {
        var probe = CreateTestProbe();
        Account.Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }

    protected async Task Advance(TimeSpan time)
    {
        await Settled();
        ((TestScheduler)Sys.Scheduler).Advance(time);
        await Settled();
    }
}
