using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE MSG from an operator to others.</summary>
[TranscriptOf("SITE MSG")]
public sealed class SiteMsgSpecs : TranscriptSpecBase, IDisposable
{
    private readonly ConfiguredUsers _users = SiteWhoSpecs.OperatorAndOthers();

    public void Dispose() => _users.Dispose();

    [Theory, BothFamilies]
    public async Task SITE_MSG_should_be_read_with_the_next_reply_that_has_room(AddressFamily family)
    {
        await using var ftp = await Start(family, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await op.Command("SITE MSG demo Going down at noon.", 200, "Sessions reached: 1.");
        await op.Command("SITE MSG 2 Really.", 200, "Sessions reached: 1.");
        Assert.Empty((await user.Command("PWD", 257)).Lines);
        Assert.Equal(
            FtpReply.MultiLine(200, "Message from op: Going down at noon.", ["Message from op: Really."], "OK."), await user.Command("NOOP", 200));
        Assert.Empty((await user.Command("NOOP", 200)).Lines);
    }

    [Fact]
    public async Task SITE_MSG_to_all_should_reach_everybody_who_is_logged_in_with_the_sender()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await using var stranger = await ftp.Connect();
        Assert.Equal(
            FtpReply.MultiLine(200, "Message from op: Hello.", [], "Sessions reached: 2."), await op.Command("SITE MSG * Hello.", 200));
        Assert.Equal(FtpReply.MultiLine(221, "Message from op: Hello.", [], "Goodbye."), await user.Command("QUIT", 221));
        Assert.Empty((await stranger.Command("NOOP", 200)).Lines);
    }

    [Fact]
    public async Task SITE_MSG_should_be_read_at_the_end_of_a_transfer()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await using var data = await user.OpenPassive();
        await user.Command("STOR up", 150);
        await op.Command("SITE MSG demo Hello.", 200);
        data.CompleteSend();
        Assert.Equal("Message from op: Hello.", Assert.Single((await user.Expect(226)).Lines));
    }

    [Fact]
    public async Task SITE_MSG_should_be_refused_with_a_reason()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, WithUsers);
        await using var op = await ftp.Login("op");
        await using var user = await ftp.Login("demo");
        await user.Command("SITE MSG op Hello.", 550, "permission denied");
        await op.Command("SITE MSG nobody Hello.", 550, "no such session or user");
        await op.Command("SITE MSG 99 Hello.", 550, "no such session or user");
        await op.Command("SITE MSG demo", 501);
        await op.Command($"SITE MSG demo {new string('a', 501)}", 501, "too long");
        await op.Command("SITE HELP MSG", 214, "SITE MSG <number or user or *> <text>");
        Assert.Empty((await user.Command("NOOP", 200)).Lines);
    }

    private FtpServerOptions WithUsers(FtpServerOptions options) => options with { Authenticator = _users, Users = _users };
}
