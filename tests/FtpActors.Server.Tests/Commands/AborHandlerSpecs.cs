using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public sealed class AborHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task AborHandler_should_reply_226_after_the_running_transfer_is_ended()
    {
        Transfer = new("RETR", FtpPath.Parse("/a"), 1, TimeSpan.Zero);
        var outcome = await Run("ABOR");
        Assert.True(outcome.Aborts);
        Assert.Equal(new(226, "Transfer aborted, data connection closed."), outcome.Reply);
    }

    [Fact]
    public async Task AborHandler_should_reply_226_when_there_is_nothing_to_abort() =>
        Assert.Equal(new(226, "No transfer runs."), await Reply("ABOR"));
}
