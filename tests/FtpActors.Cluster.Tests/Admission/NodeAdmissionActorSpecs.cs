using System.Net;
using Akka.Actor;
using Akka.DistributedData;
using Akka.TestKit;
using FtpActors.Cluster.Admission;
using FtpActors.Server.Admission;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Cluster.Tests.Admission;

/// <summary>The actor of one node in virtual time; a probe stands for the server, another for what all nodes hold.</summary>
public sealed class NodeAdmissionActorSpecs : ActorSpecBase
{
    private const string Self = "1.2.3.4:5/6";
    private const string Other = "1.2.3.5:5/7";
    private static readonly DateTimeOffset At = TimeProvider.System.GetUtcNow();
    private static readonly IPNetwork Network = IPNetwork.Parse("192.0.2.1/32");
    private static readonly AddressRule Ban = new(Network, AddressRuleKind.Banned, At, At + TimeSpan.FromHours(1), "text") { Source = AddressRuleSource.FailedLogins };
    private readonly TestProbe _server;
    private readonly TestProbe _replicator;
    private readonly IActorRef _actor;

    public NodeAdmissionActorSpecs()
        : base("""
            akka.loglevel = WARNING
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """)
    {
        _server = CreateTestProbe("admission");
        _replicator = CreateTestProbe("replicator");
        _actor = Sys.ActorOf(NodeAdmissionActor.Props("ftp", Self, _server, _replicator, TimeSpan.FromMinutes(16)));
        _server.ExpectMsg<Watch>();
        var subscribed = _replicator.ReceiveN(NodeAdmissionActor.RuleBuckets + NodeAdmissionActor.FailureBuckets).Cast<Subscribe>().Select(subscribe => subscribe.Key.Id);
        Assert.Equal(subscribed.Order(), subscribed.Distinct().Order());
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task What_the_server_decides_should_be_written_at_once()
    {
        _actor.Tell(new RuleSet(Ban));
        Assert.Equal(SharedRule.Set(Ban, Self), Assert.Single((await Written<SharedRules>()).Entries).Value);
        Scheduler.Advance(NodeAdmissionActor.WriteInterval);

        _actor.Tell(new RuleLifted(Ban, At + TimeSpan.FromSeconds(1)));
        Assert.Equal(SharedRule.Lifted(Ban, At + TimeSpan.FromSeconds(1), Self), Assert.Single((await Written<SharedRules>()).Entries).Value);
        Scheduler.Advance(NodeAdmissionActor.WriteInterval);

        _actor.Tell(new FailedLogins(Network, At, 3));
        var failure = Assert.Single((await Written<SharedFailures>()).Entries).Value;
        Assert.Equal(new SharedFailure(new FailureKey(Network, Self, At), 3, At + TimeSpan.FromMinutes(17)), failure);
    }

    [Fact]
    public async Task What_others_have_decided_and_what_is_configured_should_not_be_written()
    {
        _actor.Tell(new RuleSet(Ban with { Origin = Other }));
        _actor.Tell(new RuleSet(Ban with { Source = AddressRuleSource.Configuration }));
        _actor.Tell(new RuleLifted(Ban, At, Other));
        _actor.Tell(new RuleEnded(Ban));
        _actor.Tell(new FailedLogins(Network, At, 3, Other));
        _actor.Tell(new Rules([Ban with { Origin = Other }], [new FailedLogins(Network, At, 2, Other)]));

        _actor.Tell(new Rules([Ban], [new FailedLogins(Network, At, 1)]));

        Assert.Null(Assert.Single((await Written<SharedRules>()).Entries).Value.Rule!.Origin);
        Scheduler.Advance(NodeAdmissionActor.WriteInterval);
        Assert.Equal(1, Assert.Single((await Written<SharedFailures>()).Entries).Value.Count);
    }

    [Fact]
    public async Task A_flood_of_failed_logins_should_be_written_four_times_a_second_a_bounded_part_at_a_time()
    {
        const int networks = 1000;
        for (var count = 1; count <= 20; count++)
        {
            for (var network = 0; network < networks; network++)
                _actor.Tell(new FailedLogins(IPNetwork.Parse($"198.51.{network / 256}.{network % 256}/32"), At, count));
        }

        var written = new List<SharedFailure>(await WrittenFailures());
        Assert.Equal(1, Assert.Single(written).Count);
        for (var rounds = 1; written.Count < networks + 1; rounds++)
        {
            Assert.InRange(rounds, 1, (networks / NodeAdmissionActor.MostWritten) + 1);
            Scheduler.Advance(NodeAdmissionActor.WriteInterval);
            var part = await WrittenFailures();
            Assert.InRange(part.Count, 1, NodeAdmissionActor.MostWritten);
            written.AddRange(part);
        }

        Assert.All(written.Skip(1), failure => Assert.Equal(20, failure.Count));
    }

    [Fact]
    public async Task A_few_rules_should_go_to_other_nodes_at_once_and_many_with_the_next_tick()
    {
        for (var network = 0; network < 100; network++)
            _actor.Tell(new RuleSet(Ban with { Network = IPNetwork.Parse($"198.51.100.{network}/32") }));

        for (var network = 0; network < NodeAdmissionActor.MostAtOnce; network++)
            Assert.IsType<WriteAll>((await _replicator.ExpectMsgAsync<Update>()).Consistency);
        await _actor.Ask<ActorIdentity>(new Identify(null));
        Assert.False(_replicator.HasMessages);
        Scheduler.Advance(NodeAdmissionActor.WriteInterval);
        Assert.IsType<WriteLocal>((await _replicator.ExpectMsgAsync<Update>()).Consistency);
    }

    [Fact]
    public async Task A_rule_should_not_wait_for_failed_logins()
    {
        _actor.Tell(new FailedLogins(Network, At, 1));
        await Written<SharedFailures>();
        _actor.Tell(new FailedLogins(Network, At, 2));
        _actor.Tell(new RuleSet(Ban));

        await Written<SharedRules>();

        Scheduler.Advance(NodeAdmissionActor.WriteInterval);
        await Written<SharedFailures>();
    }

    [Fact]
    public async Task The_server_should_learn_once_what_others_have_written()
    {
        var lifted = SharedRule.Lifted(Ban with { Kind = AddressRuleKind.Denied }, At, Other);
        var map = SharedRules.Of([SharedRule.Set(Ban, Other), lifted, SharedRule.Set(Ban with { Kind = AddressRuleKind.Allowed }, Self)]);

        Hear(map);
        Hear(map);
        Hear(map.With([lifted with { At = At + TimeSpan.FromSeconds(1) }]));
        Hear(SharedFailures.Of([new(new(Network, Other, At), 3, At), new(new(Network, Self, At), 4, At)]));

        await _server.ExpectMsgAsync(new LearnLifted(Other, Network, AddressRuleKind.Denied, At));
        await _server.ExpectMsgAsync(new LearnRule(Other, Ban));
        await _server.ExpectMsgAsync(new LearnLifted(Other, Network, AddressRuleKind.Denied, At + TimeSpan.FromSeconds(1)));
        await _server.ExpectMsgAsync(new LearnFailedLogins(Other, Network, At, 3));
        await _server.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_kind_that_only_newer_nodes_know_should_be_left_alone()
    {
        Hear(SharedRules.Of([SharedRule.Set(Ban with { Kind = (AddressRuleKind)99 }, Other), SharedRule.Set(Ban, Other)]));

        await _server.ExpectMsgAsync(new LearnRule(Other, Ban));
        await _server.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_comes_too_late_to_hold_should_not_be_written_and_the_server_learn_what_does()
    {
        Hear(SharedRules.Of([SharedRule.Lifted(Ban, At + TimeSpan.FromSeconds(1), Other)]));
        var lifted = await _server.ExpectMsgAsync<LearnLifted>();

        _actor.Tell(new RuleSet(Ban));

        await _server.ExpectMsgAsync(lifted);
        await _replicator.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_node_that_is_up_should_fetch_what_others_hold()
    {
        _actor.Tell(new NodeAdmissionActor.Join());

        for (var bucket = 0; bucket < NodeAdmissionActor.RuleBuckets + NodeAdmissionActor.FailureBuckets; bucket++)
            Assert.IsType<ReadMajority>((await _replicator.ExpectMsgAsync<Get>()).Consistency);
        Assert.Empty((await Written<SharedRules>()).Entries);
        Assert.Empty((await Written<SharedFailures>()).Entries);
    }

    [Fact]
    public async Task Buckets_with_what_is_over_should_be_tidied_up_now_and_then()
    {
        Hear(SharedRules.Of([SharedRule.Set(Ban, Other)]));
        Hear(SharedFailures.Of([new(new(Network, Other, At), 3, At)]));
        await _server.ReceiveNAsync(2).ToListAsync();

        Scheduler.Advance(NodeAdmissionActor.TidyInterval);

        var tidied = await _replicator.ExpectMsgAsync<Update>();
        Assert.StartsWith("ftp-failures-", tidied.Key.Id, StringComparison.Ordinal);
        var modified = (SharedFailures)tidied.Modify(SharedFailures.Of([new(new(Network, Other, At), 3, At)]));
        Assert.Empty(modified.Delta!.Entries);
        Assert.Empty(modified.Merge(new SharedFailures()).Entries);
        await _replicator.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private async Task<T> Written<T>()
        where T : class, IReplicatedData => Assert.IsType<T>((await _replicator.ExpectMsgAsync<Update>()).Modify(null));

    /// <summary>Once the actor has done all it was told.</summary>
    private async Task<IReadOnlyList<SharedFailure>> WrittenFailures()
    {
        await _actor.Ask<ActorIdentity>(new Identify(null));
        var written = new List<SharedFailure>();
        while (_replicator.HasMessages)
            written.AddRange((await Written<SharedFailures>()).Entries.Values);
        return written;
    }

    private void Hear(SharedRules rules) => _actor.Tell(new Changed(new BucketKey<SharedRules>($"ftp-rules-{NetworkOrder.BucketOf(Network, NodeAdmissionActor.RuleBuckets)}"), rules));

    private void Hear(SharedFailures failures) =>
        _actor.Tell(new Changed(new BucketKey<SharedFailures>($"ftp-failures-{NetworkOrder.BucketOf(Network, NodeAdmissionActor.FailureBuckets)}"), failures));
}
