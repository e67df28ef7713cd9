using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public class SiteRmdirSpecs : FileVerbSpecBase
{
    private async Task MakeTree()
    {
        foreach (var directory in new[] { "/a", "/a/b", "/a/b/c", "/a/d" })
            await MakeDirectory(directory);
        foreach (var file in new[] { "/a/1", "/a/b/2", "/a/b/c/3", "/x" })
            await Put(file, "0");
    }

    [Fact]
    public async Task SiteRmdir_should_reply_250_and_remove_everything_in_it()
    {
        await MakeTree();
        for (var i = 0; i < 2_500; i++)
            await Put($"/a/d/{i}", "");
        Assert.Equal(new(250, "/a: directory removed with everything in it."), await Reply("SITE RMDIR a", Ready));
        Assert.False(await Exists("/a"));
        Assert.True(await Exists("/x"));
    }

    [Fact]
    public async Task SiteRmdir_should_reply_450_when_something_is_busy()
    {
        await MakeTree();
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("SITE RMDIR a", Ready)).Code);
    }

    [Fact]
    public async Task SiteRmdir_should_reply_501_without_a_path() => Assert.Equal(501, (await Reply("SITE RMDIR", Ready)).Code);

    [Theory]
    [InlineData("SITE RMDIR /")]
    [InlineData("SITE RMDIR x")]
    [InlineData("SITE RMDIR missing")]
    public async Task SiteRmdir_should_reply_550_to_what_is_no_directory_and_to_the_root(string line)
    {
        await MakeTree();
        Assert.Equal(550, (await Reply(line, Ready)).Code);
        Assert.True(await Exists("/x"));
    }

    [Theory]
    [InlineData("/a", FtpRights.Delete)]
    [InlineData("/a/b/c", FtpRights.Delete)]
    [InlineData("/a/b/c", FtpRights.Directories)]
    public async Task SiteRmdir_should_reply_550_and_remove_nothing_when_a_rule_below_forbids(string rule, FtpRights missing)
    {
        await MakeTree();
        Assert.Equal(550, (await Reply("SITE RMDIR a", As(PathRights.ReadWrite.With(At(rule), FtpRights.ReadWrite & ~missing)))).Code);
        Assert.True(await Exists("/a/1"));
    }

    [Fact]
    public async Task SiteRmdir_should_stop_when_it_is_aborted()
    {
        await MakeTree();
        var gated = new GatedStorage(Files);
        gated[GatedOperation.Delete].Close();
        using var cancel = new CancellationTokenSource();
        var answer = Run("SITE RMDIR a", LoggedInOn(gated), cancel.Token);
        await gated[GatedOperation.Delete].SomebodyWaits();
        await cancel.CancelAsync();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
        Assert.IsAssignableFrom<OperationCanceledException>(fault.InnerException);
        Assert.True(await Exists("/a"));
    }
}
