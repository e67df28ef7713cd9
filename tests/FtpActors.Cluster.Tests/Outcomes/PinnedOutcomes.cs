using System.Net;
using FtpActors.Cluster.Outcomes;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Tests.Outcomes;

/// <summary>Outcomes as they cross nodes.</summary>
internal static class PinnedOutcomes
{
    private const string NodeBytes = "10" + "312E322E332E3435" + "AA3F" + "09";

    private static readonly FtpNode Node = new("1.2.3.45", 4053, -5);

    public static PinnedMessage[] All { get; } =
    [
        new("outcomes.subscribe:1", "D00F" + "80C2D72F", new ClusterProtocol.SubscribeOutcomes(1000, TimeSpan.FromSeconds(5))),
        new("outcomes.subscribed:1", NodeBytes, new ClusterProtocol.OutcomesSubscribed(Node)),
        new("outcome.received:1", "0E", new ClusterProtocol.OutcomeReceived(7)),
        new("outcome:1", NodeBytes + "0E0200" + "066674700608" + "010864656D6F00087F00000180400853544F52042F6101E0C5088082B8EBF2EAA4DE1180DAC409" + "010C5368613235360830306666", new ClusterProtocol.TransferEnded(Node, 7, TransferOutcome.Completed, Facts(), Hash: new TransferHash(HashKind.Sha256, "00ff"))),
        new(
            "outcome:1",
            NodeBytes + "0E1E010874657874" + "0666747006080001" + "0A66696C6573087F00000180400853544F52042F6100E0C5088082B8EBF2EAA4DE1180DAC409" + "00",
            new ClusterProtocol.TransferEnded(Node, 7, TransferOutcome.Failed, Facts() with { User = null, Host = "files", IsUpload = false }, "text")),
    ];

    private static TransferFacts Facts() => new()
    {
        Server = "ftp",
        Session = 3,
        Id = 4,
        User = "demo",
        Host = null,
        Remote = new IPEndPoint(IPAddress.Loopback, 4096),
        Verb = "STOR",
        Path = FtpPath.Parse("/a"),
        IsUpload = true,
        Bytes = 70_000,
        Started = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Duration = TimeSpan.FromSeconds(1),
    };
}
