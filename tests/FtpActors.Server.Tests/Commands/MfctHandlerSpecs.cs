using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class MfctHandlerSpecs : FileVerbSpecBase
{
    /// <summary>A session on a storage that can set times.</summary>
    private SessionState Timed(PathRights? rights = null) => LoggedInOn(Files, rights);

    [Fact]
    public async Task MfctHandler_should_reply_213_and_set_the_time()
    {
        await MakeDirectory("/base");
        await Put("/base/a b.txt", "a");
        var rooted = LoggedInOn(RootedStorage.Of(Files, At("/base")));
        Assert.Equal(new(213, "Create=20020717210715; /a b.txt"), await Reply("MFCT 20020717210715 a b.txt", rooted));
        Assert.Equal(new DateTime(2002, 7, 17, 21, 7, 15, DateTimeKind.Utc), (await Files.Stat(At("/base/a b.txt"), default)).Created);
    }

    [Theory]
    [InlineData("MFCT yesterday a.txt")]
    [InlineData("MFCT 20020717210715")]
    [InlineData("MFCT")]
    public async Task MfctHandler_should_reply_501_without_a_time_and_a_path(string line)
    {
        await Put("/a.txt", "a");
        Assert.Equal(501, (await Reply(line, Timed())).Code);
    }

    [Fact]
    public async Task MfctHandler_should_reply_504_when_the_storage_keeps_no_times()
    {
        await Put("/a.txt", "a");
        Assert.Equal(504, (await Reply("MFCT 20020717210715 a.txt", Ready)).Code);
        Assert.Equal(504, (await Reply("MFCT 20020717210715 a.txt", LoggedInOn(new ModifiedOnly(Files)))).Code);
    }

    [Fact]
    public async Task MfctHandler_should_reply_550_when_nothing_is_there_or_it_may_not_be_overwritten()
    {
        Assert.Equal(550, (await Reply("MFCT 20020717210715 a.txt", Timed())).Code);
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("MFCT 20020717210715 a.txt", Timed(AllBut(FtpRights.Overwrite)))).Code);
    }

    private sealed class ModifiedOnly(MemoryStorage files) : WatchedStorage(files), ITimedStorage
    {
        public Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel) => Task.CompletedTask;
    }
}
