using Akka.Actor;
using FtpActors.Cluster.Sessions;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;
using static FtpActors.Cluster.Sessions.ClusterSessionsProtocol;

namespace FtpActors.Cluster.Tests.Sessions;

public sealed class ClusterSessionsSpecs : ClusterSpecBase
{
    [Fact]
    public async Task Any_node_should_list_the_sessions_of_all()
    {
        await Start(3);
        await using var first = await Nodes[0].LogIn();
        await using var second = await Nodes[1].LogIn();
        await using var stranger = await FtpTranscript.Connect(Nodes[2].EndPoint);
        await stranger.Expect(220);

        foreach (var node in Nodes)
        {
            var list = await Ask<SessionList>(node, new ListSessions());
            Assert.Equal(3, list.Total);
            Assert.Empty(list.Missing);
            Assert.Equal(Nodes.Select(one => FtpNode.Of(one.Cluster.SelfUniqueAddress)).Order(), list.Sessions.Select(session => session.Id.Node));
            Assert.Equal(2, (await Ask<SessionList>(node, new ListSessions(new SessionFilter { User = "demo" }))).Total);
        }

        var one = await Ask<SessionList>(Nodes[0], new ListSessions(Most: 1));
        Assert.Equal((1, 3), (one.Sessions.Length, one.Total));
    }

    [Fact]
    public async Task A_session_should_be_told_something_and_ended_from_another_node()
    {
        await Start(2);
        await using var client = await Nodes[1].LogIn();
        var id = Assert.Single((await Ask<SessionList>(Nodes[0], new ListSessions())).Sessions).Id;

        Assert.Equal(1, (await Ask<MessageQueued>(Nodes[0], new MessageSession(id, "Soon."))).Sessions);
        Assert.Equal(1, (await Ask<MessageQueued>(Nodes[0], new MessageSessions(SessionFilter.All, "Now."))).Sessions);
        Assert.Equal(FtpReply.MultiLine(200, "Soon.", ["Now."], "OK."), await client.Command("NOOP", 200));
        Assert.Equal(id, (await Ask<NoSuchTransfer>(Nodes[0], new AbortTransfer(id))).Session);
        Assert.Equal(id, (await Ask<SessionKicked>(Nodes[0], new KickSession(id, "Enough."))).Session);
        await client.Expect(421);
    }

    [Fact]
    public async Task Whoever_is_not_there_should_be_missed()
    {
        await Start(2);
        var (node, other) = (FtpNode.Of(Nodes[1].Cluster.SelfUniqueAddress), new FtpNode("127.0.0.1", 1, 1));

        foreach (var id in new[] { new ClusterSessionId(node, 99), new ClusterSessionId(other, 1), new ClusterSessionId(node with { Incarnation = node.Incarnation + 1 }, 1) })
        {
            Assert.Equal(id, (await Ask<NoSuchSession>(Nodes[0], new KickSession(id, "Enough."))).Session);
            Assert.Equal(id, (await Ask<NoSuchSession>(Nodes[0], new MessageSession(id, "Soon."))).Session);
            Assert.Equal(id, (await Ask<NoSuchSession>(Nodes[0], new AbortTransfer(id, 1))).Session);
        }
    }

    [Fact]
    public async Task A_node_that_stays_silent_should_be_named()
    {
        await Start(3, cluster: options => options with { AnswerTimeout = TimeSpan.FromSeconds(5) });
        var silent = FtpNode.Of(Nodes[2].Cluster.SelfUniqueAddress);
        await using var client = await Nodes[1].LogIn();

        await Crash(Nodes[2]);

        var list = Ask<SessionList>(Nodes[0], new ListSessions());
        var kicked = Ask<NodeSilent>(Nodes[0], new KickSession(new ClusterSessionId(silent, 1), "Enough."));
        var told = Ask<MessageQueued>(Nodes[0], new MessageSessions(SessionFilter.All, "Soon."));
        Assert.Equal(silent, Assert.Single((await list).Missing));
        Assert.Equal("demo", Assert.Single((await list).Sessions).Session.User);
        Assert.Equal(silent, (await kicked).Node);
        Assert.Equal(silent, Assert.Single((await told).Missing));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SITE_WHO_and_SITE_MSG_should_be_about_all_nodes_where_that_is_asked_for(bool isShared)
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo", OverseesSessions = true }, Plain = new Password("demo") }]);
        await Start(
            2,
            options => options with { Authenticator = users, Users = users },
            options => options with { SharesSiteCommands = isShared });
        await using var here = await Nodes[0].LogIn();
        await using var there = await Nodes[1].LogIn();

        var who = await here.Command("SITE WHO", 211);

        Assert.Equal(isShared ? "Sessions: 2." : "Sessions: 1.", who.Text);
        Assert.StartsWith("1 demo 127.0.0.1 SITE WHO", who.Lines[1], StringComparison.Ordinal);
        var id = new ClusterSessionId(Nodes[1].Ftp.Node, 1);
        Assert.Equal(isShared, who.Lines[^1].StartsWith($"{id} demo 127.0.0.1 idle", StringComparison.Ordinal));
        await here.Command($"SITE MSG {id} Soon.", isShared ? 200 : 550);
        await here.Command("SITE MSG 1 Here.", 200, "Sessions reached: 1.");
        await here.Command("SITE MSG demo Both.", 200);
        await here.Command("SITE MSG * All.", 200);
        Assert.Equal(isShared ? ["Message from demo: Soon.", "Message from demo: Both.", "Message from demo: All."] : [], (await there.Command("NOOP", 200)).Lines.Select(line => line.ToString()));
        await here.Command($"SITE MSG {id with { Session = 99 }} Soon.", 550);
    }

    [Fact]
    public void An_id_should_be_read_as_it_is_written()
    {
        var id = new ClusterSessionId(new FtpNode("::1", 4053, -2), 12);

        Assert.Equal("12@::1:4053/fffffffe", id.ToString());
        Assert.True(ClusterSessionId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.All(["", "12", "12@", "12@host", "12@host:1", "x@host:1/1", "12@host:x/1", "12@host:1/x", "12@:1/1"], text => Assert.False(ClusterSessionId.TryParse(text, out _)));
    }

    private static Task<T> Ask<T>(ClusterNode node, ClusterSessionsProtocol.ICommand question) => node.Ftp.Actor.Ask<T>(question, Patience);
}
