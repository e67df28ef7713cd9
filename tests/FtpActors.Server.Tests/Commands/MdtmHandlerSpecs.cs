using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

public class MdtmHandlerSpecs : FileVerbSpecBase
{
    private static readonly DateTime Moment = new(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Fact]
    public async Task MdtmHandler_should_reply_213_with_the_time_in_UTC()
    {
        await Put("/a.txt", "a");
        await Files.SetModified(At("/a.txt"), Moment, default);
        var reply = await Reply("MDTM a.txt", Ready);
        Assert.Equal(213, reply.Code);
        Assert.Equal("20210203040506", reply.Text);
    }

    [Fact]
    public async Task MdtmHandler_should_take_directories()
    {
        await MakeDirectory("/in");
        await Files.SetModified(At("/in"), Moment, default);
        Assert.Equal("20210203040506", (await Reply("MDTM in", Ready)).Text);
    }

    [Fact]
    public async Task MdtmHandler_should_reply_550_when_nothing_is_there() =>
        Assert.Equal(550, (await Reply("MDTM a.txt", Ready)).Code);

    [Fact]
    public async Task MdtmHandler_should_reply_550_when_not_permitted()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("MDTM a.txt", As(AllBut(FtpRights.List)))).Code);
    }
}
