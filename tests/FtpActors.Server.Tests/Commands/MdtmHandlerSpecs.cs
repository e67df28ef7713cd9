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

    [Fact]
    public async Task MdtmHandler_should_reply_213_and_set_the_time_when_one_stands_in_front()
    {
        await Put("/a b.txt", "a");
        Assert.Equal(new(213, "Modify=20210203040506; /a b.txt"), await Reply("MDTM 20210203040506 a b.txt", LoggedInOn(Files)));
        Assert.Equal(Moment, (await Files.Stat(At("/a b.txt"), default)).Modified);
    }

    [Fact]
    public async Task MdtmHandler_should_set_nothing_when_a_file_has_the_whole_argument_as_its_name()
    {
        await Put("/a.txt", "a");
        await Put("/20210203040506 a.txt", "a");
        await Files.SetModified(At("/20210203040506 a.txt"), Moment.AddDays(1), default);
        Assert.Equal(new(213, "20210204040506"), await Reply("MDTM 20210203040506 a.txt", LoggedInOn(Files)));
        Assert.NotEqual(Moment, (await Files.Stat(At("/a.txt"), default)).Modified);
    }

    [Fact]
    public async Task MdtmHandler_should_reply_504_when_the_storage_keeps_no_times()
    {
        await Put("/a.txt", "a");
        Assert.Equal(504, (await Reply("MDTM 20210203040506 a.txt", Ready)).Code);
    }

    [Fact]
    public async Task MdtmHandler_should_reply_550_when_what_is_to_be_set_is_missing_or_may_not_be_overwritten()
    {
        await Put("/a.txt", "a");
        Assert.Equal(new(550, "/b.txt: no such file or directory."), await Reply("MDTM 20210203040506 b.txt", LoggedInOn(Files)));
        Assert.Equal(550, (await Reply("MDTM 20210203040506 a.txt", LoggedInOn(Files, AllBut(FtpRights.Overwrite)))).Code);
        Assert.Equal(550, (await Reply("MDTM yesterday a.txt", LoggedInOn(Files))).Code);
    }
}
