using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE WHO among an operator, a user and a guest.</summary>
[TranscriptOf("SITE WHO")]
public sealed class SiteWhoSpecs : TranscriptSpecBase, IDisposable
{
    private readonly ConfiguredUsers _users = OperatorAndOthers();

    public void Dispose() => _users.Dispose();

    [Theory, BothFamilies]
    public async Task SITE_WHO_should_show_all_sessions_to_who_oversees_them(AddressFamily family)
    {
        await using var ftp = await Start(family, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await using var stranger = await ftp.Connect();
        var reply = await op.Command("SITE WHO", 211, "Sessions: 3.");
        Assert.Equal($"1 op {op.Local.Address} SITE WHO", reply.Lines[1]);
        Assert.Matches($"^2 demo {user.Local.Address} idle for [0-9]+ s$", reply.Lines[2]);
        Assert.Matches($"^3 - {stranger.Local.Address} idle for [0-9]+ s$", reply.Lines[3]);
    }

    [Fact]
    public async Task SITE_WHO_should_show_users_their_own_sessions_and_guests_one()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await using var again = await ftp.Login("demo");
        await using var guest = await ftp.Login("anonymous");
        await using var otherGuest = await ftp.Login("anonymous");
        Assert.Equal(["2", "3"], Numbers(AllText(await user.Command("SITE WHO", 211, "Sessions: 2."))));
        Assert.Equal(["5"], Numbers(AllText(await otherGuest.Command("SITE WHO", 211, "Sessions: 1."))));
        await again.Command("QUIT", 221);
        await again.ExpectClosed();
        Assert.Equal(["2"], Numbers(AllText(await user.Command("SITE WHO", 211, "Sessions: 1."))));
        await user.Command("SITE WHO all", 501);
        await user.Command("SITE HELP WHO", 214, "SITE WHO: List your sessions");
    }

    [Fact]
    public async Task SITE_WHO_should_show_how_far_a_transfer_is()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, WithUsers);
        await ftp.Put("/big.bin", Content(MoreThanBuffersHold));
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await using var data = await user.OpenPassive();
        await user.Command("RETR big.bin", 150);
        Assert.Matches("2 demo 127.0.0.1 RETR /big.bin: [0-9]+ bytes, [0-9]+ bytes/s", AllText(await op.Command("SITE WHO", 211)));
        await user.SendLine("ABOR");
        await user.Expect(426);
        await user.Expect(226);
        Assert.Matches("2 demo 127.0.0.1 idle for", AllText(await op.Command("SITE WHO", 211)));
    }

    /// <summary>Users op, who oversees sessions, and demo, both with a password like the name's, and guests.</summary>
    internal static ConfiguredUsers OperatorAndOthers() => new(
        [
            new ConfiguredUser { User = new FtpUser { Name = "op", OverseesSessions = true }, Plain = new Password("demo") },
            new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") },
        ],
        new FtpUser { Name = "anonymous", IsAnonymous = true, Rights = PathRights.ReadOnly });

    private static IEnumerable<string> Numbers(string reply) =>
        reply.Split('\n')[1..^1].Select(line => line.Trim().Split(' ')[0]);

    private FtpServerOptions WithUsers(FtpServerOptions options) => options with { Authenticator = _users, Users = _users };
}
