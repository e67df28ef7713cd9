using System.Diagnostics;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Server;
using FtpActors.TestKit;
using Xunit.Abstractions;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Sessions of one user on several nodes.</summary>
public sealed class SharedSessionsSpecs(ITestOutputHelper output) : SharedAccountSpecBase
{
    [Fact]
    public async Task Of_thirty_logins_at_once_on_three_nodes_as_many_should_succeed_as_the_limit_says()
    {
        await Start(3, Limited(3));

        var clients = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Nodes[number % 3].TryLogIn()));

        Assert.Equal(3, clients.Count(client => client is not null));
        Assert.Null(await Nodes[0].TryLogIn());
        foreach (var client in clients.OfType<FtpTranscript>())
            await client.DisposeAsync();
        await EventuallyLogIn(Nodes[1]);
    }

    [Fact]
    public async Task The_slots_of_a_node_that_crashed_should_be_free_once_it_is_removed()
    {
        await Start(3, Limited(2), akka: Attentive);
        await using var survivor = await Nodes[0].LogIn();
        await using var lost = await Nodes[2].LogIn();
        Assert.Null(await Nodes[1].TryLogIn());

        await Crash(Nodes[2]);
        Nodes[0].Cluster.Down(Nodes[2].Cluster.SelfAddress);
        await Converge();

        await using var client = await EventuallyLogIn(Nodes[1]);
        Assert.Null(await Nodes[0].TryLogIn());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_slots_of_a_node_that_crashed_should_be_free_without_anybody_s_help(int lost)
    {
        await Start(3, Limited(1), akka: Attentive);
        await using var client = await Nodes[lost].LogIn();
        Assert.Null(await Nodes[1].TryLogIn());

        var watch = Stopwatch.StartNew();
        await Crash(Nodes[lost]);
        await using var next = await EventuallyLogIn(Nodes[1]);

        output.WriteLine($"Free {watch.Elapsed.TotalSeconds:0.0} s after the crash of {(lost == 0 ? "the oldest" : "the youngest")} node.");
    }

    [Fact]
    public async Task An_account_should_know_what_nodes_hold_after_the_loss_of_its_own_whichever_that_is()
    {
        await Start(3, Limited(3), akka: Attentive);
        await using var first = await Nodes[0].LogIn();
        await using var second = await Nodes[1].LogIn();
        await using var third = await Nodes[2].LogIn();
        for (var lost = 0; lost < 2; lost++)
        {
            await Crash(Nodes[lost]);
            Nodes[2].Cluster.Down(Nodes[lost].Cluster.SelfAddress);
            await Converge();
        }

        var clients = new List<FtpTranscript> { await EventuallyLogIn(Nodes[2]), await EventuallyLogIn(Nodes[2]) };
        Assert.Null(await Nodes[2].TryLogIn());
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task An_account_that_ends_should_know_what_nodes_hold_when_it_is_needed_again()
    {
        await Start(3, Limited(3));
        await using var first = await Nodes[0].LogIn();
        await using var second = await Nodes[1].LogIn();

        foreach (var node in Nodes)
            node.System.ActorSelection("/system/sharding/ftp-accounts/*/demo").Tell(PoisonPill.Instance);

        await using var third = await EventuallyLogIn(Nodes[2]);
        Assert.Null(await Nodes[0].TryLogIn());
    }

    [Fact]
    public async Task Slots_should_outlive_a_node_that_leaves_in_good_order()
    {
        await Start(2, Limited(2));
        await StartNode(Limited(2));
        await Converge();
        await using var first = await Nodes[0].LogIn();
        await using var second = await Nodes[1].LogIn();

        await Leave(Nodes[1]);
        await Converge();

        await using var third = await EventuallyLogIn(Nodes[2]);
        Assert.Null(await Nodes[0].TryLogIn());
    }

    private static Func<FtpServerOptions, FtpServerOptions> Limited(int sessions) => As(new FtpUser { Name = "demo", MaxSessions = sessions });
}
