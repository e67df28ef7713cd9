using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public class CombHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task CombHandler_should_reply_250_and_put_the_sources_behind_the_target()
    {
        await Put("/all", "0");
        await Put("/part 1", "12");
        await Put("/part2", "345");
        Assert.Equal(new(250, "2 files combined into /all."), await Reply("COMB all \"part 1\" /part2", Ready));
        Assert.Equal("012345", await Get("/all"));
        Assert.False(await Exists("/part 1"));
        Assert.False(await Exists("/part2"));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Fact]
    public async Task CombHandler_should_make_the_target_when_it_is_missing()
    {
        await Put("/a", "1");
        await Put("/b", "2");
        Assert.Equal(250, (await Reply("COMB all b a", Ready)).Code);
        Assert.Equal("21", await Get("/all"));
    }

    [Theory]
    [InlineData("COMB")]
    [InlineData("COMB all")]
    [InlineData("COMB all a a")]
    [InlineData("COMB all a /all")]
    [InlineData("COMB all \"a")]
    public async Task CombHandler_should_reply_501_without_a_target_and_sources(string line)
    {
        await Put("/a", "1");
        await Put("/all", "0");
        Assert.Equal(501, (await Reply(line, Ready)).Code);
        Assert.True(await Exists("/a"));
    }

    [Theory]
    [InlineData(StorageFault.Busy, 450)]
    [InlineData(StorageFault.NoSpace, 452)]
    public async Task CombHandler_should_reply_as_the_storage_fails_and_remove_nothing(StorageFault fault, int code)
    {
        await Put("/a", "1");
        Storage.Fault = fault;
        Assert.Equal(code, (await Reply("COMB all a", Ready)).Code);
        Assert.True(await Exists("/a"));
    }

    [Fact]
    public async Task CombHandler_should_reply_550_when_something_is_missing_or_no_file()
    {
        await Put("/a", "1");
        await MakeDirectory("/d");
        Assert.Equal(new(550, "/b: no such file or directory."), await Reply("COMB all a b", Ready));
        Assert.Equal(new(550, "/d: is a directory."), await Reply("COMB all a d", Ready));
        Assert.Equal(new(550, "/d: is a directory."), await Reply("COMB d a", Ready));
        Assert.False(await Exists("/all"));
    }

    [Theory]
    [InlineData(FtpRights.Read)]
    [InlineData(FtpRights.Delete)]
    [InlineData(FtpRights.Create)]
    public async Task CombHandler_should_reply_550_without_a_right_at_any_path(FtpRights missing)
    {
        await Put("/a", "1");
        await MakeDirectory("/d");
        await Put("/d/b", "2");
        Assert.Equal(550, (await Reply("COMB all a", As(AllBut(missing)))).Code);
        if (missing != FtpRights.Create)
            Assert.Equal(550, (await Reply("COMB all a d/b", As(PathRights.ReadWrite.With(At("/d"), FtpRights.ReadWrite & ~missing)))).Code);
        Assert.True(await Exists("/a"));
    }

    [Fact]
    public async Task CombHandler_should_need_the_right_to_overwrite_a_target_that_is_there()
    {
        await Put("/a", "1");
        await Put("/all", "0");
        Assert.Equal(550, (await Reply("COMB all a", As(AllBut(FtpRights.Overwrite)))).Code);
    }

    [Fact]
    public async Task CombHandler_should_leave_the_target_as_it_was_when_it_fails_half_way()
    {
        await Put("/all", "0");
        await Put("/a", "1");
        await Put("/b", "2");
        var gated = new GatedStorage(Files);
        gated[GatedOperation.Read].Close();
        gated[GatedOperation.Read].Pass();
        var answer = Reply("COMB all a b", LoggedInOn(gated));
        await AwaitAssertAsync(async () => Assert.Equal("01", await Get("/all")));
        gated[GatedOperation.Read].FailNext(new StorageException(StorageFault.InputOutput, "As the spec asked."));
        Assert.Equal(new(451, "/all: reading or writing failed."), await answer);
        Assert.Equal("0", await Get("/all"));
        Assert.True(await Exists("/a"));
    }

    [Fact]
    public async Task CombHandler_should_leave_everything_as_it_was_when_it_is_aborted()
    {
        await Put("/a", "1");
        await ShouldAbort("COMB all a", Files);
        Assert.True(await Exists("/a"));
        Assert.False(await Exists("/all"));
    }

    [Fact]
    public async Task CombHandler_should_cut_the_target_back_when_it_is_aborted()
    {
        foreach (var name in new[] { "/all", "/a", "/b" })
            await Put(name, name);
        await ShouldAbort("COMB all a b", Files, chunks: 1);
        Assert.Equal("/all", await Get("/all"));
        Assert.True(await Exists("/a"));
        Assert.Equal(250, (await Reply("COMB all a b", LoggedInOn(Files))).Code);
        Assert.Equal("/all/a/b", await Get("/all"));
    }

    [Theory]
    [InlineData(true, PartialUploads.Discard)]
    [InlineData(true, PartialUploads.Keep)]
    [InlineData(false, PartialUploads.Discard)]
    [InlineData(false, PartialUploads.Keep)]
    public async Task CombHandler_should_leave_the_disk_as_it_was_when_it_is_aborted(bool isAtomic, PartialUploads partial)
    {
        var root = Directory.CreateTempSubdirectory("ftp-comb-");
        try
        {
            await using var disk = new DiskStorage(new() { Root = root.FullName, AtomicUploads = isAtomic, Partial = partial });
            foreach (var name in new[] { "all", "a", "b" })
                File.WriteAllText(Path.Combine(root.FullName, name), name);
            await ShouldAbort("COMB all a b", disk, chunks: 1);
            await ShouldAbort("COMB new a b", disk, chunks: 1);
            Assert.Equal("all", File.ReadAllText(Path.Combine(root.FullName, "all")));
            Assert.Equal(["a", "all", "b"], root.EnumerateFileSystemInfos().Select(static file => file.Name).Order());
            Assert.Equal(250, (await Reply("COMB all a b", LoggedInOn(disk))).Code);
            Assert.Equal("allab", File.ReadAllText(Path.Combine(root.FullName, "all")));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task CombHandler_should_cut_the_target_back_when_there_is_no_more_space()
    {
        var small = new MemoryStorage(capacity: (3 * 512) + 16);
        foreach (var name in new[] { "/all", "/a", "/b" })
            await Put(small, name, "1234");
        Assert.Equal(452, (await Reply("COMB all a b", LoggedInOn(small))).Code);
        Assert.Equal(4, (await small.Stat(At("/all"), default)).Size);
        Assert.Equal(4, await small.AvailableBytes(FtpPath.Root, default));
    }

    /// <summary>Aborted when so many chunks are stored and the next one is to be.</summary>
    private async Task ShouldAbort(string line, IFtpStorage storage, int chunks = 0)
    {
        var gated = new GatedStorage(storage);
        gated[GatedOperation.Write].Close();
        using var cancel = new CancellationTokenSource();
        var answer = Run(line, LoggedInOn(gated), cancel.Token);
        for (var i = 0; i < chunks; i++)
        {
            await gated[GatedOperation.Write].SomebodyWaits();
            gated[GatedOperation.Write].Pass();
        }

        await gated[GatedOperation.Write].SomebodyWaits();
        await cancel.CancelAsync();
        gated[GatedOperation.Write].Open();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
        Assert.IsAssignableFrom<OperationCanceledException>(fault.InnerException);
    }
}
