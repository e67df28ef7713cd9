using System.Diagnostics;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Remote;
using Akka.Remote.Transport;
using FtpActors.Cluster.Tests.Accounts;
using FtpActors.Core.Auth;
using FtpActors.TestKit;
using Xunit.Abstractions;

namespace FtpActors.Cluster.Tests;

/// <summary>The network parts three nodes: nothing goes from one of them to the others, or back, while all of them live.</summary>
public sealed class PartitionSpecs(ITestOutputHelper output) : SharedAccountSpecBase
{
    private const string Partible = $$"""
        {{Attentive}}
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_larger_part_should_serve_on_and_the_smaller_one_end_before_others_get_what_it_holds(bool hasTheAccount)
    {
        await Start(3, As(new FtpUser { Name = "demo", MaxSessions = 4, Quota = 10 * FileSize }), akka: Partible);
        await using var first = await Nodes[0].LogIn();
        Assert.True(await Upload(first, "a"));
        await first.DisposeAsync();
        var lost = await Find(hasTheAccount);
        var others = Nodes.Where(node => node != lost).ToArray();
        await using var one = await EventuallyLogIn(others[0]);
        await using var other = await EventuallyLogIn(others[1]);
        await using var idle = await EventuallyLogIn(lost);
        await using var busy = await EventuallyLogIn(lost);
        await busy.Command("TYPE I", 200);
        await using var data = await busy.OpenPassive();
        await busy.Command("STOR broken", 150);
        await data.Write(new byte[3 * FileSize]);
        Assert.Null(await others[0].TryLogIn());

        var watch = Stopwatch.StartNew();
        await CutOff(lost, others);
        var ended = Task.WhenAll(idle.Expect(421), AbortedAndEnded(busy));

        Assert.Equal(FileSize, (await one.Download("RETR a")).Length);
        Assert.Equal(FileSize, (await other.Download("RETR a")).Length);
        await using var next = await EventuallyLogIn(others[0]);
        output.WriteLine($"Free {watch.Elapsed.TotalSeconds:0.0} s after the network parted.");
        Assert.True(ended.IsCompletedSuccessfully);
        await using var last = await EventuallyLogIn(others[1]);
        Assert.Null(await others[0].TryLogIn());

        for (var number = 0; number < 9; number++)
            await EventuallyUpload(one, $"b{number}");
        Assert.False(await Upload(other, "c"));
        Assert.Equal(10 * FileSize, await Stored());
        await lost.System.WhenTerminated.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<SocketException>(() => FtpTranscript.Connect(lost.EndPoint));
        await Converge();
    }

    private static async Task AbortedAndEnded(FtpTranscript client)
    {
        await client.Expect(426);
        await client.Expect(421);
    }

    /// <summary>A node that the user's account is on, or one that it is not on.</summary>
    private async Task<ClusterNode> Find(bool hasTheAccount)
    {
        foreach (var node in Nodes)
        {
            var state = await ClusterSharding.Get(node.System).ShardRegion("ftp-accounts").Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience);
            if (state.Shards.Any(shard => shard.EntityIds.Count > 0) == hasTheAccount)
                return node;
        }

        throw new InvalidOperationException("There is no such node.");
    }

    private static async Task CutOff(ClusterNode lost, ClusterNode[] others)
    {
        foreach (var other in others)
        {
            await Silence(lost, other);
            await Silence(other, lost);
        }
    }

    /// <summary>Whatever one sends to the other, or gets from it, is dropped.</summary>
    private static async Task Silence(ClusterNode node, ClusterNode other)
    {
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)node.System).Provider).Transport;
        var silence = new SetThrottle(other.Cluster.SelfAddress, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance);
        Assert.True(await transport.ManagementCommand(silence));
    }
}
