using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Middleware;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>What others have a session tell its client.</summary>
public class SessionMessageSpecs : SessionTransferSpecBase
{
    private static readonly SessionProtocol.Notify Noon = new("Going down at noon.");

    [Fact]
    public async Task Session_should_tell_a_message_with_the_next_reply_that_has_room()
    {
        await Open();
        Tell(Noon);
        await ExpectSilence();
        await Client.Send("WHAT", "NOOP");
        Assert.Equal(500, (await Client.Reply()).Code);
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        Assert.Equal(FtpReply.MultiLine(200, "Going down at noon.", [], "Fine."), await Client.Reply());
        await Run("NOOP");
    }

    [Fact]
    public async Task Session_should_tell_what_came_during_a_transfer_at_its_end()
    {
        await OpenDownload();
        Tell(Noon);
        await ExpectSilence();
        Reader.End();
        Assert.Equal(FtpReply.MultiLine(226, "Going down at noon.", [], "Transfer complete."), await Client.Reply());
    }

    [Fact]
    public async Task Session_should_tell_no_user_what_another_was_to_read()
    {
        await Open();
        await LogIn();
        Tell(Noon);
        await Client.Send("SLOW");
        await Answer("SLOW", Outcome.Of(331, "Who?").With(new UserNamed("other")));
        await Client.Expect(331);
        await Client.Send("NOOP");
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        Assert.Equal(new FtpReply(200, "Fine."), await Client.Reply());
    }

    [Fact]
    public async Task Session_should_tell_a_message_past_middleware_that_replaces_the_reply()
    {
        Options = Options with { Middleware = [new Replacing()] };
        await Open();
        Tell(Noon);
        await Client.Send("NOOP");
        await Answer("NOOP", Outcome.Of(500, "No."));
        Assert.Equal(FtpReply.MultiLine(200, "Going down at noon.", [], "Replaced."), await Client.Reply());
    }

    private sealed class Replacing : CommandMiddleware
    {
        public override FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply) =>
            command is null ? reply : new FtpReply(200, "Replaced.");
    }
}
