namespace FtpActors.Server.Tests.Commands;

public sealed class QuitHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task QuitHandler_should_reply_221_and_end_the_session()
    {
        var outcome = await Run("QUIT");
        Assert.Equal(221, outcome.Reply?.Code);
        Assert.True(outcome.Closes);
    }

    [Fact]
    public async Task QuitHandler_should_not_abort_a_running_transfer()
    {
        Transfer = new("RETR", Core.Storage.FtpPath.Parse("/a"), 1, TimeSpan.Zero);
        Assert.False((await Run("QUIT")).Aborts);
    }
}
