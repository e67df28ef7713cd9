using System.Diagnostics;
using System.Net;
using Akka.Actor;
using FtpActors.Server;
using FtpActors.Server.Admission;
using FtpActors.TestKit;
using Xunit.Abstractions;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Cluster.Tests.Admission;

/// <summary>Who may connect to several nodes, by what is decided on one.</summary>
public sealed class SharedAdmissionSpecs(ITestOutputHelper output) : ClusterSpecBase
{
    private const int Failures = 6;

    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.9");
    private static readonly IPAddress Friend = IPAddress.Parse("127.0.0.8");
    private static readonly IPNetwork Strangers = new(Stranger, 32);

    [LinuxFact]
    public async Task A_ban_and_its_lift_should_hold_on_all_nodes_whichever_of_them_is_told()
    {
        await Start(3, Strict);
        await using var session = await FtpTranscript.Connect(Nodes[2].EndPoint, Stranger);
        await session.Expect(220);

        var spread = new List<double>();
        for (var round = 0; round < 10; round++)
        {
            var watch = Stopwatch.StartNew();
            await Ask<RuleSet>(Nodes[round % 3], new Ban(Strangers, TimeSpan.FromHours(1), "text"));
            await Task.WhenAll(Nodes.Select(node => Refuses(node, Stranger)));
            spread.Add(watch.Elapsed.TotalMilliseconds);
            await Ask<RuleLifted>(Nodes[(round + 1) % 3], new Lift(Strangers, AddressRuleKind.Banned));
            await Task.WhenAll(Nodes.Select(node => LetsIn(node, Stranger)));
        }

        output.WriteLine($"A ban was refused on all three nodes within {spread.Order().ElementAt(5):0} ms (median), {spread.Max():0} ms (longest of ten).");
        await session.Expect(421);
        await session.ExpectClosed();
    }

    [LinuxFact]
    public async Task Lists_by_message_should_hold_on_all_nodes()
    {
        await Start(2, Strict);

        await Ask<RuleSet>(Nodes[0], new Allow(new IPNetwork(Friend, 32)));
        await Refuses(Nodes[1], Stranger);
        await LetsIn(Nodes[1], Friend);
        await Ask<RuleSet>(Nodes[1], new Deny(new IPNetwork(Friend, 32)));
        await Refuses(Nodes[0], Friend);
        await Ask<RuleLifted>(Nodes[0], new Lift(new IPNetwork(Friend, 32), AddressRuleKind.Denied));
        await LetsIn(Nodes[1], Friend);
        await Ask<RuleLifted>(Nodes[1], new Lift(new IPNetwork(Friend, 32), AddressRuleKind.Allowed));

        await LetsIn(Nodes[0], Stranger);
    }

    [LinuxFact]
    public async Task Failed_logins_should_add_up_over_all_nodes_and_ban_on_all()
    {
        await Start(3, Strict);
        for (var failure = 0; failure < Failures; failure++)
            await FailToLogIn(Nodes[failure % 3]);

        await Task.WhenAll(Nodes.Select(node => Refuses(node, Stranger)));

        await LetsIn(Nodes[0], Friend);
        Assert.All(await AllRules(), rules => Assert.Equal((Strangers, AddressRuleSource.FailedLogins), (Assert.Single(rules).Network, rules[0].Source)));
    }

    [LinuxFact]
    public async Task A_ban_should_end_on_all_nodes()
    {
        await Start(2, Strict);
        var inbox = Inbox.Create(Nodes[1].System);
        Nodes[1].Ftp.Server.Actor.Tell(new Watch(inbox.Receiver));
        Assert.IsType<Rules>(await inbox.ReceiveAsync(Patience));

        await Ask<RuleSet>(Nodes[0], new Ban(Strangers, TimeSpan.FromSeconds(8)));

        Assert.Equal(Nodes[0].Ftp.Node.ToString(), Assert.IsType<RuleSet>(await inbox.ReceiveAsync(Patience)).Rule.Origin);
        Assert.Equal(Strangers, Assert.IsType<RuleEnded>(await inbox.ReceiveAsync(Patience)).Rule.Network);
        await LetsIn(Nodes[0], Stranger);
        await LetsIn(Nodes[1], Stranger);
    }

    [LinuxFact]
    public async Task Bans_should_outlive_the_node_that_made_them_and_be_known_to_nodes_that_come_later()
    {
        const string attentive = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 10s";
        await Start(3, Strict, akka: attentive);
        await Ask<RuleSet>(Nodes[2], new Ban(Strangers));
        await FailToLogIn(Nodes[2], Friend);
        await Refuses(Nodes[0], Stranger);
        await Refuses(Nodes[1], Stranger);

        await Crash(Nodes[2]);
        Nodes[0].Cluster.Down(Nodes[2].Cluster.SelfAddress);
        await Converge();
        var newcomer = await StartNode(Strict, akka: attentive);

        await Refuses(newcomer, Stranger);
        await Refuses(Nodes[0], Stranger);
        await Leave(Nodes[0]);
        await Refuses(Nodes[1], Stranger);
        await Ask<RuleLifted>(newcomer, new Lift(Strangers, AddressRuleKind.Banned));
        await LetsIn(Nodes[1], Stranger);
    }

    [LinuxFact]
    public async Task Nodes_should_agree_however_bans_and_lifts_cross_each_other()
    {
        await Start(3, Strict);
        for (var round = 0; round < 100; round++)
        {
            var network = new IPNetwork(new IPAddress([127, 0, 1, (byte)(round % 5)]), 32);
            Nodes[round % 3].Ftp.Server.Actor.Tell(new Ban(network, TimeSpan.FromHours(1 + round)), ActorRefs.NoSender);
            Nodes[(round + 1) % 3].Ftp.Server.Actor.Tell(new Lift(network, AddressRuleKind.Banned), ActorRefs.NoSender);
            Nodes[(round + 2) % 3].Ftp.Server.Actor.Tell(new Deny(network, TimeSpan.FromHours(1 + round)), ActorRefs.NoSender);
        }

        // The last word, behind all others of its node.
        for (var node = 0; node < Nodes.Count; node++)
            await Ask<RuleSet>(Nodes[node], new Ban(new IPNetwork(new IPAddress([127, 0, 2, (byte)node]), 32)));

        await Eventually(async () =>
        {
            var known = (await AllRules()).Select(rules => rules.Select(rule => (rule.Network, rule.Kind, rule.Since, rule.Until)).ToHashSet()).ToArray();
            return known.All(rules => rules.Count >= Nodes.Count + 5 && rules.SetEquals(known[0]));
        });
    }

    [LinuxFact]
    public async Task What_is_configured_should_stay_on_its_node_and_one_that_does_not_share_by_itself()
    {
        await StartNode(server => Strict(server) with { Admission = Strict(server).Admission with { Deny = [new IPNetwork(Friend, 32)] } });
        await StartNode(Strict, cluster => cluster with { SharesAdmission = false });
        await StartNode(Strict);
        await Converge();

        await Ask<RuleSet>(Nodes[0], new Ban(Strangers));
        await Refuses(Nodes[2], Stranger);

        await Refuses(Nodes[0], Friend);
        await LetsIn(Nodes[1], Friend);
        await LetsIn(Nodes[2], Friend);
        await LetsIn(Nodes[1], Stranger);
    }

    /// <summary>Even loopback addresses can be banned, and are after a few failed logins.</summary>
    private static FtpServerOptions Strict(FtpServerOptions server) =>
        server with { Admission = new AdmissionOptions { Safe = [], Ban = new BanOptions { Failures = Failures } } };

    private static Task<T> Ask<T>(ClusterNode node, object command) => node.Ftp.Server.Actor.Ask<T>(command, Patience);

    private async Task<AddressRule[][]> AllRules() => await Task.WhenAll(Nodes.Select(async node => (await Ask<Rules>(node, new GetRules())).All.ToArray()));

    private static async Task FailToLogIn(ClusterNode node, IPAddress? from = null)
    {
        await using var client = await FtpTranscript.Connect(node.EndPoint, from ?? Stranger);
        await client.Expect(220);
        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 530);
    }

    private static Task Refuses(ClusterNode node, IPAddress client) => Eventually(async () => await Greeting(node, client) == 421);

    private static Task LetsIn(ClusterNode node, IPAddress client) => Eventually(async () => await Greeting(node, client) == 220);

    private static async Task<int> Greeting(ClusterNode node, IPAddress from)
    {
        await using var client = await FtpTranscript.Connect(node.EndPoint, from);
        return (await client.ReadReply()).Code;
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await isSo())
            Assert.True(DateTime.UtcNow < deadline, "It never came to be so.");
    }
}
