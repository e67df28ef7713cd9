using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class AcctHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task AcctHandler_should_reply_202_when_logged_in() =>
        Assert.Equal(202, (await Reply("ACCT a", LoggedInOn(new MemoryStorage()))).Code);

    [Fact]
    public async Task AcctHandler_should_reply_503_between_USER_and_PASS() =>
        Assert.Equal(503, (await Reply("ACCT a", SessionState.Initial with { PendingUser = "demo" })).Code);

    [Fact]
    public async Task AcctHandler_should_reply_530_before_USER() => Assert.Equal(530, (await Reply("ACCT a")).Code);

    [Fact]
    public async Task AcctHandler_should_reply_501_without_an_argument() => Assert.Equal(501, (await Reply("ACCT")).Code);
}
