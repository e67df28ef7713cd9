using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using FtpActors.Cluster.Outcomes;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Outcomes;

public sealed class ClusterOutcomesSpecs : ClusterSpecBase
{
    private const string Quick = "akka.cluster { failure-detector.acceptable-heartbeat-pause = 10s, split-brain-resolver.stable-after = 2s }";

    [Fact]
    public async Task Outcomes_should_be_heard_by_topic_on_a_member_that_serves_no_files()
    {
        await Start(2, akka: "akka.cluster.pub-sub.role = \"\"");
        var (host, port) = (Nodes[0].Cluster.SelfAddress.Host, Nodes[0].Cluster.SelfAddress.Port);
        using var web = ActorSystem.Create(Nodes[0].System.Name, ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = cluster
              cluster { roles = [web], seed-nodes = ["akka.tcp://{{Nodes[0].System.Name}}@{{host}}:{{port}}"] }
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            }
            """).WithFallback(Quiet).WithFallback(FtpClusterConfig.Serialization));
        await See(web, 3);
        var inbox = Inbox.Create(web);
        DistributedPubSub.Get(web).Mediator.Tell(new Subscribe(Nodes[1].Ftp.OutcomesTopic, inbox.Receiver), inbox.Receiver);
        Assert.IsType<SubscribeAck>(await inbox.ReceiveAsync(Patience));
        await using var client = await Nodes[1].LogIn();

        var heard = inbox.ReceiveAsync(Patience);
        // The subscription has to come round first.
        while (!heard.IsCompleted)
            await client.Upload("STOR a", "content"u8.ToArray());

        var ended = Assert.IsType<TransferEnded>(await heard);
        Assert.Equal((Nodes[1].Ftp.Node, TransferOutcome.Completed), (ended.Node, ended.Outcome));
        Assert.Equal(("/a", "demo", 7, true), (ended.Transfer.Path.Value, ended.Transfer.User, ended.Transfer.Bytes, ended.Transfer.IsUpload));
        await web.Terminate();
    }

    [Fact]
    public async Task An_outcome_should_come_again_until_it_is_answered_and_from_nodes_that_come_later()
    {
        await Start(2);
        var inbox = Inbox.Create(Nodes[0].System);
        Nodes[0].Ftp.Actor.Tell(new ClusterOutcomesProtocol.SubscribeOutcomes(inbox.Receiver) { RedeliverAfter = TimeSpan.FromMilliseconds(200) });
        var subscribed = new[] { await Next<ClusterOutcomesProtocol.OutcomesSubscribed>(inbox), await Next<ClusterOutcomesProtocol.OutcomesSubscribed>(inbox) };
        Assert.Equal(Nodes.Select(node => node.Ftp.Node).Order(), subscribed.Select(node => node.Node).Order());
        await using var client = await Nodes[1].LogIn();

        await client.Upload("STOR a", "content"u8.ToArray());
        var first = await Next<TransferEnded>(inbox);
        Assert.Equal(first, await Next<TransferEnded>(inbox));
        Answer(first);
        await client.Upload("STOR b", "content"u8.ToArray());
        var second = await Next<TransferEnded>(inbox, ended => ended != first);
        Assert.Equal("/b", second.Transfer.Path.Value);
        Answer(second);

        var third = await StartNode();
        // The second may come again until its node has heard the answer.
        Assert.Equal(third.Ftp.Node, (await Next<ClusterOutcomesProtocol.OutcomesSubscribed>(inbox, again: second)).Node);
        Nodes[0].Ftp.Actor.Tell(new ClusterOutcomesProtocol.UnsubscribeOutcomes(inbox.Receiver));
        await Next<ClusterOutcomesProtocol.OutcomesUnsubscribed>(inbox, again: second);

        void Answer(TransferEnded ended) => Nodes[0].Ftp.Actor.Tell(new ClusterOutcomesProtocol.OutcomeReceived(ended.Node, ended.Id), inbox.Receiver);
    }

    [Fact]
    public async Task A_subscriber_that_is_lost_with_its_node_should_hold_up_nobody_for_long()
    {
        await Start(3, server: options => options with { Timeouts = options.Timeouts with { DataConnect = Patience } }, akka: Quick);
        var inbox = Inbox.Create(Nodes[2].System);
        Nodes[2].Ftp.Actor.Tell(new ClusterOutcomesProtocol.SubscribeOutcomes(inbox.Receiver, Capacity: 1));
        for (var node = 0; node < Nodes.Count; node++)
            await Next<ClusterOutcomesProtocol.OutcomesSubscribed>(inbox);
        await using var client = await Nodes[0].LogIn();
        await client.Upload("STOR a", "content"u8.ToArray());
        var held = client.Upload("STOR b", "content"u8.ToArray());
        await Next<TransferEnded>(inbox);
        Assert.False(held.IsCompleted);

        await Crash(Nodes[2]);

        await held;
        await Converge();
    }

    /// <param name="inbox">What comes.</param>
    /// <param name="isMeant">Others of this type are passed over.</param>
    /// <param name="again">This is passed over as well.</param>
    private static async Task<T> Next<T>(Inbox inbox, Func<T, bool>? isMeant = null, TransferEnded? again = null)
    {
        while (true)
        {
            var received = await inbox.ReceiveAsync(Patience);
            if (again is not null && again.Equals(received))
                continue;
            var message = Assert.IsType<T>(received);
            if (isMeant?.Invoke(message) ?? true)
                return message;
        }
    }
}
