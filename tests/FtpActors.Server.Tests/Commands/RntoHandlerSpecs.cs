using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class RntoHandlerSpecs : FileVerbSpecBase
{
    private SessionState After(string from, PathRights? rights = null) =>
        As(rights ?? PathRights.ReadWrite) with { RenameFrom = At(from) };

    [Fact]
    public async Task RntoHandler_should_reply_250_and_rename_the_file()
    {
        await Put("/a.txt", "a");
        var reply = await Reply("RNTO b.txt", After("/a.txt"));
        Assert.Equal(250, reply.Code);
        Assert.Equal("/a.txt renamed to /b.txt.", reply.Text);
        Assert.False(await Exists("/a.txt"));
        Assert.Equal("a", await Get("/b.txt"));
    }

    [Fact]
    public async Task RntoHandler_should_replace_a_file_that_has_the_name()
    {
        await Put("/a.txt", "a");
        await Put("/b.txt", "b");
        Assert.Equal(250, (await Reply("RNTO b.txt", After("/a.txt"))).Code);
        Assert.Equal("a", await Get("/b.txt"));
    }

    [Theory]
    [InlineData(FtpRights.Rename | FtpRights.Overwrite, 250)]
    [InlineData(FtpRights.Rename | FtpRights.Delete, 250)]
    [InlineData(FtpRights.Rename | FtpRights.Create, 550)]
    public async Task RntoHandler_should_replace_a_file_only_where_it_may_be_overwritten_or_deleted(FtpRights atTarget, int code)
    {
        await MakeDirectory("/in");
        await Put("/a.txt", "a");
        await Put("/in/b.txt", "b");
        var rights = PathRights.ReadWrite.With(At("/in"), atTarget);
        Assert.Equal(code, (await Reply("RNTO in/b.txt", After("/a.txt", rights))).Code);
        Assert.Equal(code == 250 ? "a" : "b", await Get("/in/b.txt"));
    }

    [Fact]
    public async Task RntoHandler_should_not_replace_a_file_that_comes_into_being_meanwhile()
    {
        await Put("/a.txt", "a");
        var racing = new RacingStorage(Files, () => Put("/b.txt", "b"));
        Assert.Equal(550, (await Reply("RNTO b.txt", LoggedInOn(racing, Only(FtpRights.Rename)) with { RenameFrom = At("/a.txt") })).Code);
        Assert.Equal("b", await Get("/b.txt"));
        Assert.Equal("a", await Get("/a.txt"));
    }

    [Fact]
    public async Task RntoHandler_should_take_a_free_name_with_the_right_to_rename_alone()
    {
        await Put("/a.txt", "a");
        Assert.Equal(250, (await Reply("RNTO b.txt", After("/a.txt", Only(FtpRights.Rename)))).Code);
    }

    [Fact]
    public async Task RntoHandler_should_reply_550_when_renaming_to_there_is_not_permitted()
    {
        await MakeDirectory("/in");
        await Put("/a.txt", "a");
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.ReadWrite & ~FtpRights.Rename);
        Assert.Equal(550, (await Reply("RNTO in/a.txt", After("/a.txt", rights))).Code);
        Assert.True(await Exists("/a.txt"));
    }

    [Fact]
    public async Task RntoHandler_should_reply_503_without_RNFR() => Assert.Equal(503, (await Reply("RNTO b.txt", Ready)).Code);

    [Fact]
    public async Task RntoHandler_should_reply_550_when_the_file_is_gone_meanwhile() =>
        Assert.Equal(550, (await Reply("RNTO b.txt", After("/a.txt"))).Code);

    [Fact]
    public async Task RntoHandler_should_reply_550_when_a_directory_has_the_name()
    {
        await MakeDirectory("/in");
        await Put("/a.txt", "a");
        Assert.Equal(550, (await Reply("RNTO in", After("/a.txt"))).Code);
        Assert.True(await Exists("/a.txt"));
    }

    [Fact]
    public async Task RntoHandler_should_reply_553_when_a_directory_would_move_into_itself()
    {
        await MakeDirectory("/in");
        Assert.Equal(553, (await Reply("RNTO in/deeper", After("/in"))).Code);
    }

    [Fact]
    public async Task RntoHandler_should_reply_553_when_the_name_is_not_allowed()
    {
        await Put("/a.txt", "a");
        Assert.Equal(553, (await Reply("RNTO " + new string('x', 256), After("/a.txt"))).Code);
    }

    [Fact]
    public async Task RntoHandler_should_reply_450_when_the_file_is_busy()
    {
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("RNTO b.txt", After("/a.txt"))).Code);
    }

    /// <summary>Somebody else acts just before anything is renamed.</summary>
    private sealed class RacingStorage(IFtpStorage inner, Func<Task> before) : WatchedStorage(inner), IFtpStorage
    {
        private readonly IFtpStorage _inner = inner;

        async Task IFtpStorage.Rename(FtpPath from, FtpPath to, CancellationToken cancel)
        {
            await before();
            await _inner.Rename(from, to, cancel);
        }

        async Task IFtpStorage.RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel)
        {
            await before();
            await _inner.RenameToFree(from, to, cancel);
        }
    }
}
