using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class DeleHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task DeleHandler_should_reply_250_and_remove_the_file()
    {
        await Put("/a.txt", "a");
        Assert.Equal(250, (await Reply("DELE a.txt", Ready)).Code);
        Assert.False(await Exists("/a.txt"));
    }

    [Fact]
    public async Task DeleHandler_should_reply_550_when_the_file_is_missing() =>
        Assert.Equal(550, (await Reply("DELE a.txt", Ready)).Code);

    [Fact]
    public async Task DeleHandler_should_reply_550_when_the_path_is_a_directory()
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply("DELE in", Ready)).Code);
        Assert.True(await Exists("/in"));
    }

    [Fact]
    public async Task DeleHandler_should_reply_550_when_the_nearest_rule_forbids_it()
    {
        await MakeDirectory("/in");
        await Put("/in/a.txt", "a");
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.ReadOnly | FtpRights.Create);
        Assert.Equal(550, (await Reply("DELE in/a.txt", As(rights))).Code);
        Assert.True(await Exists("/in/a.txt"));
    }

    [Fact]
    public async Task DeleHandler_should_reply_450_when_the_file_is_busy()
    {
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("DELE a.txt", Ready)).Code);
    }

    [Fact]
    public async Task DeleHandler_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("DELE", Ready)).Code);
}
