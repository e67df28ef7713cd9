using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class ReinHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task ReinHandler_should_reply_220_and_start_anew_but_keep_the_count_of_failures()
    {
        var before = LoggedInOn(new MemoryStorage()) with { Type = TransferType.Image, EpsvOnly = true, LoginFailures = 1 };
        var (reply, state) = await Step("REIN", before);
        Assert.Equal(220, reply.Code);
        Assert.Equal(SessionState.Initial with { LoginFailures = 1 }, state);
    }
}
