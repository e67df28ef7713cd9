using FtpActors.Core.Auth;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>The quota of one user on several nodes that share the files.</summary>
public sealed class SharedQuotaSpecs : SharedAccountSpecBase
{
    [Fact]
    public async Task Uploads_at_once_on_three_nodes_should_never_exceed_the_quota_and_all_of_it_be_of_use()
    {
        await Start(3, As(new FtpUser { Name = "demo", Quota = 10 * FileSize }));
        var clients = await Task.WhenAll(Nodes.SelectMany(node => Enumerable.Range(0, 4).Select(_ => node.LogIn())));

        await Task.WhenAll(clients.Select((client, number) => Upload(client, $"a{number}")));
        Assert.InRange(await Stored(), 0, 10 * FileSize);
        for (var number = 0; number < 12; number++)
            await Upload(clients[number], $"b{number}");

        Assert.Equal(10 * FileSize, await Stored());
        Assert.False(await Upload(clients[0], "c"));
        await clients[1].Command("SITE QUOTA", 200, "1000000 of 1000000 bytes used");
        await clients[4].Command($"DELE {(await Entries())[0].Name}", 250);
        Assert.True(await Upload(clients[8], "d"));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task Files_should_be_counted_over_all_nodes()
    {
        await Start(2, As(new FtpUser { Name = "demo", FileQuota = 3 }));
        await using var one = await Nodes[0].LogIn();
        await using var other = await Nodes[1].LogIn();

        Assert.True(await Upload(one, "a"));
        Assert.True(await Upload(other, "b"));
        Assert.True(await Upload(one, "c"));

        Assert.False(await Upload(other, "d"));
        Assert.False(await Upload(one, "d"));
        Assert.True(await Upload(other, "a"));
    }

    [Fact]
    public async Task What_a_node_that_crashed_had_reserved_should_be_free_again()
    {
        await Start(3, As(new FtpUser { Name = "demo", Quota = 10 * FileSize }), akka: Attentive);
        await using var lost = await Nodes[2].LogIn();
        await lost.Command("TYPE I", 200);
        await using var data = await lost.OpenPassive();
        await lost.Command("STOR broken", 150);
        await data.Write(new byte[9 * FileSize]);
        await using var client = await Nodes[0].LogIn();
        Assert.True(await Upload(client, "a"));

        await Crash(Nodes[2]);
        Nodes[0].Cluster.Down(Nodes[2].Cluster.SelfAddress);
        await Converge();

        for (var number = 0; number < 9; number++)
            await EventuallyUpload(client, $"b{number}");
        Assert.False(await Upload(client, "c"));
        Assert.Equal(10 * FileSize, await Stored());
    }
}
