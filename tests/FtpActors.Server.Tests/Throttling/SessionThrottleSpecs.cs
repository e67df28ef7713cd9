using FtpActors.Core.Flows;
using FtpActors.Server.Tests.Sessions;

namespace FtpActors.Server.Tests.Throttling;

/// <summary>A session whose transfer is held back by a limit, for as long as a spec takes.</summary>
public class SessionThrottleSpecs : SessionTransferSpecBase
{
    public SessionThrottleSpecs() =>
        Options = Options with { Throttle = new ThrottleLevels { Total = new() { Upload = 1, Download = 1 } } };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_should_answer_urgent_commands_while_a_limit_holds_its_transfer_back(bool isDownload)
    {
        await OpenHeldBack(isDownload);
        for (var i = 0; i < 3; i++)
            await Run("NOOP");
        Assert.InRange(Transport.BytesMoved, 0, 600);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_should_abort_a_transfer_at_once_that_a_limit_holds_back(bool isDownload)
    {
        Writer.LetRollBackEnd();
        await OpenHeldBack(isDownload);
        await Client.Send("ABOR");
        await Answer("ABOR", Abort);
        await Client.Expect(426);
        await Client.Expect(226);
        await Transport.Disposed;
    }

    private Task OpenHeldBack(bool isDownload)
    {
        Reader.Yield(new byte[10_000]);
        for (var i = 0; i < 20; i++)
            Transport.Arrive(new byte[500]);
        return isDownload ? OpenDownload() : OpenUpload();
    }
}
