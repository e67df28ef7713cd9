using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public class SiteCopySpecs : FileVerbSpecBase
{
    [Fact]
    public async Task SiteCopy_should_reply_250_and_copy_the_file()
    {
        await Put("/a b", "content");
        await Put("/c", "old");
        Assert.Equal(new(250, "/a b copied to /c."), await Reply("SITE COPY \"a b\" c", Ready));
        Assert.Equal("content", await Get("/c"));
        Assert.Equal("content", await Get("/a b"));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Fact]
    public async Task SiteCopy_should_copy_with_CPFR_and_CPTO()
    {
        await Put("/a b", "content");
        var (reply, state) = await Step("SITE CPFR a b", Ready);
        Assert.Equal(new(350, "/a b: ready for SITE CPTO."), reply);
        Assert.Equal(new(250, "/a b copied to /c d."), await Reply("SITE CPTO c d", state));
        Assert.Equal("content", await Get("/c d"));
    }

    [Fact]
    public async Task SiteCopy_should_leave_it_to_a_storage_that_copies_by_itself()
    {
        await MakeDirectory("/base");
        await Put("/base/a", "content");
        var copies = new CopyingStorage(Files);
        var state = LoggedInOn(RootedStorage.Of(copies, At("/base")));
        Assert.Equal(250, (await Reply("SITE COPY a b", state)).Code);
        Assert.False(await Exists("/base/b"));
        Assert.Equal((At("/base/a"), At("/base/b"), WriteMode.Replace), copies.Copied);
        copies.CanCopy = false;
        Assert.Equal(250, (await Reply("SITE COPY a b", state)).Code);
        Assert.Equal("content", await Get("/base/b"));
    }

    [Theory]
    [InlineData(StorageFault.Busy, 450)]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.InvalidName, 553)]
    public async Task SiteCopy_should_reply_as_the_storage_fails(StorageFault fault, int code)
    {
        await Put("/a", "1");
        Storage.Fault = fault;
        Assert.Equal(code, (await Reply("SITE COPY a b", Ready)).Code);
    }

    [Theory]
    [InlineData("SITE COPY")]
    [InlineData("SITE COPY a")]
    [InlineData("SITE COPY a b c")]
    [InlineData("SITE CPFR")]
    public async Task SiteCopy_should_reply_501_without_its_paths(string line)
    {
        await Put("/a", "1");
        Assert.Equal(501, (await Reply(line, Ready)).Code);
    }

    [Fact]
    public async Task SiteCopy_should_reply_501_and_503_to_CPTO_without_a_path_or_CPFR()
    {
        Assert.Equal(501, (await Reply("SITE CPTO", Ready with { CopyFrom = At("/a") })).Code);
        Assert.Equal(503, (await Reply("SITE CPTO b", Ready)).Code);
    }

    [Fact]
    public async Task SiteCopy_should_reply_550_when_something_is_missing_or_no_file_or_the_same()
    {
        await Put("/a", "1");
        await MakeDirectory("/d");
        Assert.Equal(new(550, "/b: no such file or directory."), await Reply("SITE COPY b c", Ready));
        Assert.Equal(new(550, "/d: is a directory."), await Reply("SITE COPY d c", Ready));
        Assert.Equal(new(550, "/d: is a directory."), await Reply("SITE COPY a d", Ready));
        Assert.Equal(550, (await Reply("SITE COPY a x/b", Ready)).Code);
        Assert.Equal(550, (await Reply("SITE COPY a /a", Ready)).Code);
        Assert.Equal(550, (await Reply("SITE CPFR b", Ready)).Code);
        Assert.Equal("1", await Get("/a"));
    }

    [Fact]
    public async Task SiteCopy_should_reply_550_without_a_right()
    {
        await Put("/a", "1");
        await Put("/b", "2");
        Assert.Equal(550, (await Reply("SITE COPY a c", As(AllBut(FtpRights.Read)))).Code);
        Assert.Equal(550, (await Reply("SITE CPFR a", As(AllBut(FtpRights.Read)))).Code);
        Assert.Equal(550, (await Reply("SITE COPY a c", As(AllBut(FtpRights.Create)))).Code);
        Assert.Equal(550, (await Reply("SITE COPY a b", As(AllBut(FtpRights.Overwrite)))).Code);
        Assert.Equal(250, (await Reply("SITE COPY a c", As(AllBut(FtpRights.Overwrite)))).Code);
    }

    [Fact]
    public async Task SiteCopy_should_leave_no_target_when_it_is_aborted()
    {
        await Put("/a", "1");
        var gated = new GatedStorage(Files);
        gated[GatedOperation.Read].Close();
        using var cancel = new CancellationTokenSource();
        var answer = Run("SITE COPY a b", LoggedInOn(gated), cancel.Token);
        await gated[GatedOperation.Read].SomebodyWaits();
        await cancel.CancelAsync();
        gated[GatedOperation.Read].Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
        Assert.False(await Exists("/b"));
    }

    [Fact]
    public void CopyFrom_should_be_kept_by_the_session() =>
        Assert.Equal(At("/a"), new CopyFrom(At("/a")).Apply(SessionState.Initial).CopyFrom);

    private sealed class CopyingStorage(IFtpStorage inner) : WatchedStorage(inner), ICopyStorage
    {
        public bool CanCopy { get; set; } = true;

        public (FtpPath, FtpPath, WriteMode)? Copied { get; private set; }

        public Task<bool> TryCopy(FtpPath from, FtpPath to, WriteMode mode, CancellationToken cancel)
        {
            Copied = (from, to, mode);
            return Task.FromResult(CanCopy);
        }
    }
}
