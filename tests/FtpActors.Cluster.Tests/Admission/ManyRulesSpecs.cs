using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Akka.Actor;
using Akka.DistributedData;
using FtpActors.Cluster.Admission;
using FtpActors.Server.Admission;
using Xunit.Abstractions;

namespace FtpActors.Cluster.Tests.Admission;

/// <summary>More rules than a frame of Akka.Remote has room for; actors of their own stand for the servers.</summary>
public sealed class ManyRulesSpecs(ITestOutputHelper output) : ClusterSpecBase
{
    private const int Count = 3000;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly ImmutableArray<AddressRule> Many =
    [
        .. Enumerable.Range(0, Count).Select(number => new AddressRule(
            IPNetwork.Parse($"198.51.{number / 256}.{number % 256}/32"), AddressRuleKind.Banned, Now, Now + TimeSpan.FromHours(1), new string('x', AdmissionProtocol.LongestReason))),
    ];

    [Fact]
    public async Task Thousands_of_bans_should_reach_the_nodes_that_are_there_and_one_that_comes_later()
    {
        await Start(2);
        var (told, _) = StartAdmission(Nodes[0], 0);
        var (_, there) = StartAdmission(Nodes[1], Count);
        var watch = Stopwatch.StartNew();

        told.Tell(new AdmissionProtocol.Rules(Many, []));
        await there.WaitAsync(Patience);

        output.WriteLine($"{Count} bans at once were known to the other node after {watch.Elapsed.TotalSeconds:0.0} s.");
        var newcomer = await StartNode();
        await Converge();
        watch.Restart();
        var (admission, later) = StartAdmission(newcomer, Count);
        admission.Tell(new NodeAdmissionActor.Join());
        await later.WaitAsync(Patience);
        output.WriteLine($"A node that came later knew them after {watch.Elapsed.TotalSeconds:0.0} s.");
    }

    private static (IActorRef Admission, Task Learnt) StartAdmission(ClusterNode node, int wanted)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = node.System.ActorOf(LearningActor.Props(wanted, done));
        var replicator = DistributedData.Get(node.System).Replicator;
        return (node.System.ActorOf(NodeAdmissionActor.Props("many", node.Ftp.Node.ToString(), server, replicator, TimeSpan.FromMinutes(10))), done.Task);
    }
}
