using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class AvblHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("AVBL")]
    [InlineData("AVBL /")]
    public async Task AvblHandler_should_reply_213_with_the_bytes_that_are_left(string line) =>
        Assert.Equal(new(213, "4000000000"), await Reply(line, LoggedInOn(new MemoryStorage(capacity: 4_000_000_000))));

    [Fact]
    public async Task AvblHandler_should_reply_504_when_the_storage_knows_no_bound()
    {
        Assert.Equal(504, (await Reply("AVBL", LoggedInOn(new MemoryStorage()))).Code);
        Assert.Equal(504, (await Reply("AVBL", Ready)).Code);
    }

    [Fact]
    public async Task AvblHandler_should_reply_550_when_it_is_missing_no_directory_or_not_permitted()
    {
        await Put("/a", "a");
        Assert.Equal(550, (await Reply("AVBL missing", LoggedInOn(Files))).Code);
        Assert.Equal(550, (await Reply("AVBL a", LoggedInOn(Files))).Code);
        Assert.Equal(550, (await Reply("AVBL", LoggedInOn(Files, AllBut(FtpRights.List)))).Code);
    }
}
