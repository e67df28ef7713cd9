using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

public class RmdHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("RMD")]
    [InlineData("XRMD")]
    public async Task RmdHandler_should_reply_250_and_remove_an_empty_directory(string verb)
    {
        await MakeDirectory("/in");
        Assert.Equal(250, (await Reply($"{verb} in", Ready)).Code);
        Assert.False(await Exists("/in"));
    }

    [Fact]
    public async Task RmdHandler_should_reply_550_when_the_directory_is_missing() =>
        Assert.Equal(550, (await Reply("RMD in", Ready)).Code);

    [Fact]
    public async Task RmdHandler_should_reply_550_when_the_directory_is_not_empty()
    {
        await MakeDirectory("/in");
        await Put("/in/a.txt", "a");
        Assert.Equal(550, (await Reply("RMD in", Ready)).Code);
        Assert.True(await Exists("/in/a.txt"));
    }

    [Fact]
    public async Task RmdHandler_should_reply_550_when_the_path_is_a_file()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("RMD a.txt", Ready)).Code);
        Assert.True(await Exists("/a.txt"));
    }

    [Fact]
    public async Task RmdHandler_should_reply_550_for_the_root() => Assert.Equal(550, (await Reply("RMD /", Ready)).Code);

    [Fact]
    public async Task RmdHandler_should_reply_550_when_not_permitted()
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply("RMD in", As(AllBut(FtpRights.Directories)))).Code);
        Assert.True(await Exists("/in"));
    }
}
