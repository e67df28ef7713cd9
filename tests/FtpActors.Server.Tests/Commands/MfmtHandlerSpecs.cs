using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class MfmtHandlerSpecs : FileVerbSpecBase
{
    /// <summary>A session on a storage that can set times.</summary>
    private SessionState Timed(PathRights? rights = null) => LoggedInOn(Files, rights);

    [Fact]
    public async Task MfmtHandler_should_reply_213_and_set_the_time()
    {
        await Put("/a b.txt", "a");
        var reply = await Reply("MFMT 20020717210715 a b.txt", Timed());
        Assert.Equal(213, reply.Code);
        Assert.Equal("Modify=20020717210715; /a b.txt", reply.Text);
        var entry = await Files.Stat(At("/a b.txt"), default);
        Assert.Equal(new DateTime(2002, 7, 17, 21, 7, 15, DateTimeKind.Utc), entry.Modified);
    }

    [Theory]
    [InlineData("MFMT yesterday a.txt")]
    [InlineData("MFMT 20021317210715 a.txt")]
    [InlineData("MFMT 20020717210715")]
    [InlineData("MFMT")]
    public async Task MfmtHandler_should_reply_501_without_a_time_and_a_path(string line)
    {
        await Put("/a.txt", "a");
        Assert.Equal(501, (await Reply(line, Timed())).Code);
    }

    [Fact]
    public async Task MfmtHandler_should_reply_504_when_the_storage_keeps_no_times()
    {
        await Put("/a.txt", "a");
        Assert.Equal(504, (await Reply("MFMT 20020717210715 a.txt", Ready)).Code);
    }

    [Fact]
    public async Task MfmtHandler_should_reply_550_when_nothing_is_there() =>
        Assert.Equal(550, (await Reply("MFMT 20020717210715 a.txt", Timed())).Code);

    [Fact]
    public async Task MfmtHandler_should_reply_550_when_the_file_may_not_be_overwritten()
    {
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("MFMT 20020717210715 a.txt", Timed(AllBut(FtpRights.Overwrite)))).Code);
    }
}
