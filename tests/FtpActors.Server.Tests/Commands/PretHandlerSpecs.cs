using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

public sealed class PretHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("RETR a.txt")]
    [InlineData("retr a.txt")]
    [InlineData("STOR new.txt")]
    [InlineData("APPE a.txt")]
    [InlineData("STOU")]
    [InlineData("LIST")]
    [InlineData("NLST *.txt")]
    [InlineData("MLSD")]
    public async Task PretHandler_should_reply_200_to_a_transfer_that_may_run(string transfer)
    {
        await Put("/a.txt", "a");
        Assert.Equal(200, (await Reply($"PRET {transfer}", Ready with { Data = null })).Code);
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData("RETR missing")]
    [InlineData("RETR in")]
    [InlineData("MLSD missing")]
    [InlineData("MLSD a.txt")]
    public async Task PretHandler_should_reply_550_when_the_storage_would_refuse_it(string transfer)
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply($"PRET {transfer}", Ready)).Code);
    }

    [Fact]
    public async Task PretHandler_should_reply_550_when_the_rights_refuse_it()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("PRET RETR a.txt", As(AllBut(FtpRights.Read)))).Code);
        Assert.Equal(550, (await Reply("PRET LIST", As(AllBut(FtpRights.List)))).Code);
    }

    [Fact]
    public async Task PretHandler_should_reply_501_when_the_transfer_lacks_its_argument()
    {
        Assert.Equal(501, (await Reply("PRET RETR", Ready)).Code);
        Assert.Equal(501, (await Reply("PRET", Ready)).Code);
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("DELE a.txt")]
    [InlineData("XYZ")]
    public async Task PretHandler_should_reply_504_to_what_is_no_transfer(string command) =>
        Assert.Equal(504, (await Reply($"PRET {command}", Ready)).Code);

    [Fact]
    public async Task PretHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("PRET LIST")).Code);
}
