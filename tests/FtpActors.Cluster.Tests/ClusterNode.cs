using System.Net;
using Akka.Actor;
using FtpActors.TestKit;

namespace FtpActors.Cluster.Tests;

/// <param name="System">Of its own.</param>
/// <param name="Ftp">The node.</param>
/// <param name="EndPoint">Where its server accepts.</param>
public sealed record ClusterNode(ActorSystem System, FtpCluster Ftp, IPEndPoint EndPoint)
{
    public Akka.Cluster.Cluster Cluster { get; } = Akka.Cluster.Cluster.Get(System);

    /// <summary>Where other nodes reach it.</summary>
    public IPEndPoint ClusterEndPoint => new(IPAddress.Parse(Cluster.SelfAddress.Host), Cluster.SelfAddress.Port!.Value);

    /// <summary>A client that has read the greeting and logged in as <c>demo</c>.</summary>
    public async Task<FtpTranscript> LogIn()
    {
        var client = await Connect();
        await client.Login("demo", "demo");
        return client;
    }

    /// <summary>Null when the client reads 421.</summary>
    public async Task<FtpTranscript?> TryLogIn()
    {
        var client = await Connect();
        await client.Command("USER demo", 331);
        if ((await client.Ask("PASS demo")).Code == 230)
            return client;
        await client.DisposeAsync();
        return null;
    }

    /// <summary>A client that has read the greeting, and waits longer than an account may take to answer.</summary>
    private async Task<FtpTranscript> Connect()
    {
        var client = await FtpTranscript.Connect(EndPoint, patience: ClusterSpecBase.Patience);
        await client.Expect(220);
        return client;
    }
}
