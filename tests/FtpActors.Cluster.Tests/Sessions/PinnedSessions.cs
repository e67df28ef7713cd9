using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Cluster.Tests.Sessions;

/// <summary>The messages of directories as they cross nodes.</summary>
internal static class PinnedSessions
{
    private const string NodeBytes = "10" + "312E322E332E3435" + "AA3F" + "09";

    private static readonly FtpNode Node = new("1.2.3.45", 4053, -5);

    public static PinnedMessage[] All { get; } =
    [
        new("sessions.find:1", "000108" + "64656D6F" + "0000" + "C801", new ClusterProtocol.FindSessions(new SessionFilter { User = "demo" }, 100)),
        new("sessions.find:1", "010E00010A" + "66696C6573" + "0102", new ClusterProtocol.FindSessions(new SessionFilter { Id = 7, Host = "files", OnlyLoggedIn = true }, 1)),
        new("sessions.message:1", "000000000874657874", new ClusterProtocol.MessageFound(SessionFilter.All, "text")),
        new("session.message:1", "090E0874657874", new ClusterProtocol.MessageOne(-5, 7, "text")),
        new("session.kick:1", "0A0E0874657874", new ClusterProtocol.KickOne(5, 7, "text")),
        new("session.abort:1", "0A0E00", new ClusterProtocol.AbortOne(5, 7, null)),
        new("session.abort:1", "0A0E0110", new ClusterProtocol.AbortOne(5, 7, 8)),
        new("sessions.messaged:1", NodeBytes + "06", new ClusterProtocol.SessionsMessaged(Node, 3)),
        new("session.kicked:1", NodeBytes + "0E", new ClusterProtocol.SessionKicked(Node, 7)),
        new("session.missing:1", NodeBytes + "0E", new ClusterProtocol.SessionMissing(Node, 7)),
        new("transfer.aborting:1", NodeBytes + "0E10", new ClusterProtocol.TransferAborting(Node, 7, 8)),
        new("transfer.missing:1", NodeBytes + "0E00", new ClusterProtocol.TransferMissing(Node, 7, null)),
        new("transfer.missing:1", NodeBytes + "0E0110", new ClusterProtocol.TransferMissing(Node, 7, 8)),
        new(
            "sessions.page:1",
            NodeBytes + "04"
                + "62" + "0200000008" + "7F000001" + "804020" + "00000000000000000000000000000001" + "2A8082B8EBF2EAA4DE1100" + "022F" + "0000000000000000"
                + "D401" + "04010864656D6F01010A66696C657308" + "7F000001" + "804020" + "00000000000000000000000000000001" + "2A8082B8EBF2EAA4DE11"
                + "0108636C6E74062F696E010C524554522061011208524554520A2F696E2F61E0C50880DAC409A09C01" + "01010180C00101844C010A66696C6573"
                + "0601",
            new ClusterProtocol.SessionPage(Node, [Plain(), Busy()], 3, IsLast: true)),
    ];

    private static SessionDescription Plain() => new()
    {
        Id = 1,
        Remote = new IPEndPoint(IPAddress.Loopback, 4096),
        Local = new IPEndPoint(IPAddress.IPv6Loopback, 21),
        Started = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
    };

    /// <summary>Every property of it says something.</summary>
    public static SessionDescription Busy() => Plain() with
    {
        Id = 2,
        User = "demo",
        IsAnonymous = true,
        Host = "files",
        Client = "clnt",
        WorkingDirectory = FtpPath.Parse("/in"),
        Command = "RETR a",
        Transfer = new TransferStatus("RETR", FtpPath.Parse("/in/a"), 70_000, TimeSpan.FromSeconds(1)) { Id = 9 },
        Idle = TimeSpan.FromMilliseconds(1),
        Protection = new SessionProtection(true, true, SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, "files"),
    };
}
