using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class MffHandlerSpecs : FileVerbSpecBase
{
    private SessionState Able(PathRights? rights = null) => LoggedInOn(Files, rights);

    [Fact]
    public async Task MffHandler_should_reply_213_and_set_every_fact()
    {
        await MakeDirectory("/base");
        await Put("/base/a b.txt", "a");
        var rooted = LoggedInOn(RootedStorage.Of(Files, At("/base")));
        Assert.Equal(
            new(213, "Modify=20020717210715;Create=20010101000000;UNIX.mode=0640; /a b.txt"),
            await Reply("MFF modify=20020717210715;CREATE=20010101000000;unix.mode=640; a b.txt", rooted));
        var entry = await Files.Stat(At("/base/a b.txt"), default);
        Assert.Equal(new DateTime(2002, 7, 17, 21, 7, 15, DateTimeKind.Utc), entry.Modified);
        Assert.Equal(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc), entry.Created);
        Assert.Equal((UnixFileMode)0b110_100_000, entry.Mode);
    }

    [Theory]
    [InlineData("MFF")]
    [InlineData("MFF a.txt")]
    [InlineData("MFF Modify=20020717210715;")]
    [InlineData("MFF ; a.txt")]
    [InlineData("MFF Modify a.txt")]
    [InlineData("MFF Modify=yesterday; a.txt")]
    [InlineData("MFF UNIX.mode=4755; a.txt")]
    [InlineData("MFF UNIX.mode=888; a.txt")]
    [InlineData("MFF UNIX.mode=64; a.txt")]
    [InlineData("MFF UNIX.mode=600;UNIX.mode=644; a.txt")]
    [InlineData("MFF Modify=20020717210715;Create=x; a.txt")]
    public async Task MffHandler_should_reply_501_and_set_nothing_when_a_part_cannot_be_read(string line)
    {
        await Put("/a.txt", "a");
        var before = await Files.Stat(At("/a.txt"), default);
        Assert.Equal(501, (await Reply(line, Able())).Code);
        Assert.Equal(before, await Files.Stat(At("/a.txt"), default));
    }

    [Fact]
    public async Task MffHandler_should_reply_504_to_a_fact_that_cannot_be_set()
    {
        await Put("/a.txt", "a");
        Assert.Equal(504, (await Reply("MFF Size=3; a.txt", Able())).Code);
        Assert.Equal(504, (await Reply("MFF Modify=20020717210715; a.txt", Ready)).Code);
        Assert.Equal(504, (await Reply("MFF UNIX.mode=600; a.txt", Ready)).Code);
        Assert.Equal(504, (await Reply("MFF UNIX.mode=600; a.txt", LoggedInOn(RootedStorage.Of(Storage, At("/x"))))).Code);
    }

    [Fact]
    public async Task MffHandler_should_reply_550_when_nothing_is_there_or_it_may_not_be_overwritten()
    {
        Assert.Equal(550, (await Reply("MFF Modify=20020717210715; a.txt", Able())).Code);
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("MFF Modify=20020717210715; a.txt", Able(AllBut(FtpRights.Overwrite)))).Code);
    }
}
