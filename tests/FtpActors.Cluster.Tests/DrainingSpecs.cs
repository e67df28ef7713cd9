using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.Cluster.Tests;

public sealed class DrainingSpecs : ClusterSpecBase
{
    [Theory]
    [InlineData("stopped")]
    [InlineData("told to leave")]
    [InlineData("downed")]
    public async Task A_node_that_goes_should_finish_its_transfers_and_take_nobody(string how)
    {
        // A downed node would have half of that to finish.
        await Start(2, akka: "akka.cluster.split-brain-resolver.stable-after = 60s");
        await using var client = await Nodes[1].LogIn();
        await using var idle = await Nodes[1].LogIn();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(new byte[10]);

        if (how == "told to leave")
            Nodes[0].Cluster.Leave(Nodes[1].Cluster.SelfAddress);
        if (how == "downed")
            Nodes[0].Cluster.Down(Nodes[1].Cluster.SelfAddress);
        var left = how == "stopped" ? Leave(Nodes[1]) : Nodes[1].System.WhenTerminated;

        await idle.Expect(421);
        await Assert.ThrowsAnyAsync<SocketException>(Connect);
        Assert.False(left.IsCompleted);
        await data.Write(new byte[10]);
        await data.Complete();
        await client.Expect(226);
        await client.Expect(421);
        await left.WaitAsync(Patience);
        await Converge();
        Assert.Equal(20, (await Storage.Stat(FtpPath.Parse("/a"), default)).Size);

        async Task Connect()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(Nodes[1].EndPoint);
        }
    }

    [Fact]
    public async Task A_rolling_restart_under_load_should_lose_no_transfer()
    {
        await Start(3);
        var servers = Nodes.Select(node => node.EndPoint).ToArray();
        var clients = Enumerable.Range(0, 4).Select(number => new UploadingClient($"client{number}", () => Volatile.Read(ref servers))).ToArray();
        using var stop = new CancellationTokenSource();
        var load = clients.Select(client => Task.Run(() => client.Run(stop.Token))).ToArray();

        try
        {
            foreach (var old in Nodes.ToArray())
            {
                await Leave(old).WaitAsync(Patience);
                var renewed = await StartNode();
                await Converge();
                Volatile.Write(ref servers, [.. servers.Select(server => server.Equals(old.EndPoint) ? renewed.EndPoint : server)]);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(load).WaitAsync(Patience);

        Assert.Empty(clients.SelectMany(client => client.Lost));
        Assert.All(clients, client => Assert.NotEmpty(client.Stored));
        await using var reader = await Nodes[^1].LogIn();
        var listed = (await reader.DownloadLines("MLSD")).Where(line => line.Contains("type=file", StringComparison.Ordinal)).ToArray();
        Assert.Equal(clients.SelectMany(client => client.Stored).Order(), listed.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order());
        Assert.All(listed, line => Assert.Contains($"size={UploadingClient.Size};", line, StringComparison.Ordinal));
    }
}
