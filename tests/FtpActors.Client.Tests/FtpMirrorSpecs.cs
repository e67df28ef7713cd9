using FtpActors.Client.Mirroring;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests;

public class FtpMirrorSpecs : ClientSpecBase
{
    private static readonly FtpPath Root = FtpPath.Parse("/m");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mirror_should_make_one_side_like_the_other_and_then_have_nothing_to_do(bool isUpload)
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        var (source, target) = isUpload ? (here, ftp) : (ftp, here);
        await Fill(source, "/m/a=1", "/m/sub/b=22", "/m/sub/deep/c=333", "/m/empty/");
        await Fill(target, "/m/a=other", "/m/extra=x", "/m/old/x=x");
        var mirror = new FtpMirror(pool);
        var options = new MirrorOptions { DeletesExtra = true };
        var plan = await Plan(mirror, here, isUpload, options);
        Assert.Equal(["extra", "old", "old/x"], Of(plan, MirrorStepKind.RemoveFile, MirrorStepKind.RemoveDirectory));
        Assert.Equal(["a", "sub/b", "sub/deep/c"], Of(plan, MirrorStepKind.Copy));
        Assert.Equal(["empty", "sub", "sub/deep"], Of(plan, MirrorStepKind.MakeDirectory));
        Assert.Equal(6, plan.Bytes);
        Assert.Equal("other"u8.ToArray(), await target.Get("/m/a"));
        var result = await mirror.Run(plan, here.Storage, options);
        Assert.Equal((9, 6L), (result.Done, result.Bytes));
        Assert.Empty(result.Failures);
        Assert.Equal("333"u8.ToArray(), await target.Get("/m/sub/deep/c"));
        Assert.True((await Plan(mirror, here, isUpload, options)).IsEmpty);
    }

    [Fact]
    public async Task Files_should_be_compared_as_told()
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        await Fill(ftp, "/m/newer=1", "/m/size=22", "/m/hash=333", "/m/same=4");
        await Fill(here, "/m/newer=1", "/m/size=2", "/m/hash=444", "/m/same=4");
        var (past, present) = (new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (var name in new[] { "newer", "size", "hash", "same" })
        {
            await ((ITimedStorage)ftp.Storage).SetModified(FtpPath.Parse("/m/" + name), name == "newer" ? present : past, default);
            await ((ITimedStorage)here.Storage).SetModified(FtpPath.Parse("/m/" + name), past, default);
        }

        var mirror = new FtpMirror(pool);
        async Task<string[]> Copied(MirrorCompare compare) => Of(await Plan(mirror, here, false, new MirrorOptions { Compare = compare }), MirrorStepKind.Copy);
        Assert.Equal(["newer"], await Copied(MirrorCompare.Newer));
        Assert.Equal(["size"], await Copied(MirrorCompare.Size));
        Assert.Equal(["newer", "size"], await Copied(MirrorCompare.SizeOrNewer));
        Assert.Equal(["hash", "size"], await Copied(MirrorCompare.Hash));
    }

    [Fact]
    public async Task Patterns_should_say_what_is_copied_and_what_is_left_alone()
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        await Fill(ftp, "/m/a.txt=1", "/m/b.bin=1", "/m/cache/c.txt=1", "/m/sub/d.txt=1", "/m/sub/e.txt=1");
        await Fill(here, "/m/cache/mine.txt=1", "/m/mine.bin=1", "/m/old/mine.bin=1", "/m/old/gone.txt=1");
        var options = new MirrorOptions { Include = ["*.txt"], Exclude = ["cache", "sub/e*"], DeletesExtra = true };
        var plan = await Plan(new FtpMirror(pool), here, false, options);
        Assert.Equal(["a.txt", "sub/d.txt"], Of(plan, MirrorStepKind.Copy));
        Assert.Equal(["old/gone.txt"], Of(plan, MirrorStepKind.RemoveFile, MirrorStepKind.RemoveDirectory));
    }

    [Fact]
    public async Task A_file_in_the_way_of_a_directory_should_be_told_or_removed()
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        await Fill(ftp, "/m/d/x=1", "/m/f=1");
        await Fill(here, "/m/d=1", "/m/f/y=1");
        var mirror = new FtpMirror(pool);
        Assert.Equal(["d", "f"], Of(await Plan(mirror, here, false, MirrorOptions.Default), MirrorStepKind.Conflict));
        var options = new MirrorOptions { DeletesExtra = true };
        var result = await mirror.Run(await Plan(mirror, here, false, options), here.Storage, options);
        Assert.Empty(result.Failures);
        Assert.Equal("1"u8.ToArray(), await here.Get("/m/d/x"));
        Assert.Equal("1"u8.ToArray(), await here.Get("/m/f"));
    }

    [Fact]
    public async Task Nothing_should_be_removed_after_a_failure_and_a_journal_should_go_on()
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        using var files = new TemporaryDirectory();
        await Fill(ftp, "/m/a=1", "/m/b=1");
        await Fill(here, "/m/extra=1");
        var mirror = new FtpMirror(pool);
        var options = new MirrorOptions { DeletesExtra = true };
        var plan = await Plan(mirror, here, false, options);
        await ftp.Storage.Delete(FtpPath.Parse("/m/b"), default);
        await using (var journal = await MirrorJournal.Create(files.At("journal"), plan))
        {
            var broken = await mirror.Run(plan, here.Storage, options, journal);
            Assert.Equal("b", Assert.Single(broken.Failures).Step.Path);
        }

        Assert.Equal("1"u8.ToArray(), await here.Get("/m/extra"));
        await Fill(ftp, "/m/b=2");
        await File.AppendAllTextAsync(files.At("journal"), "{\"Kind\":1,\"Pa");
        await using var again = await MirrorJournal.Open(files.At("journal"));
        Assert.Equal(["b", "extra"], again.Plan.Steps.Select(step => step.Path));
        Assert.Empty((await mirror.Run(again.Plan, here.Storage, options, again)).Failures);
        Assert.Equal("2"u8.ToArray(), await here.Get("/m/b"));
        await Assert.ThrowsAsync<StorageException>(() => here.Get("/m/extra"));
    }

    private static Task<MirrorPlan> Plan(FtpMirror mirror, FtpPair here, bool isUpload, MirrorOptions options) => isUpload
        ? mirror.PlanUp(here.Storage, Root, "/m", options)
        : mirror.PlanDown("/m", here.Storage, Root, options);

    private static string[] Of(MirrorPlan plan, params MirrorStepKind[] kinds) =>
        [.. plan.Steps.Where(step => kinds.Contains(step.Kind)).Select(step => step.Path).Order(StringComparer.Ordinal)];

    /// <summary><c>path=content</c>, or a directory with a slash at its end.</summary>
    private static async Task Fill(FtpPair side, params string[] entries)
    {
        foreach (var entry in entries)
        {
            var (path, content) = entry.EndsWith('/') ? (entry.TrimEnd('/'), null) : (entry.Split('=')[0], entry.Split('=')[1]);
            for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
                await Make(side, path[..slash]);
            if (content is null)
                await Make(side, path);
            else
                await side.Put(path, System.Text.Encoding.ASCII.GetBytes(content));
        }
    }

    private static async Task Make(FtpPair side, string path)
    {
        try
        {
            await side.Storage.MakeDirectory(FtpPath.Parse(path), default);
        }
        catch (StorageException there) when (there.Fault == StorageFault.AlreadyExists)
        {
        }
    }
}
