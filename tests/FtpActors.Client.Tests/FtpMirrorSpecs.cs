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
    public async Task A_name_that_cannot_be_said_should_fail_alone()
    {
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        using var files = new TemporaryDirectory();
        foreach (var name in new[] { "a", "b\nDELE a", "c" })
            await File.WriteAllTextAsync(files.At(name), name);
        await using var local = new DiskStorage(new DiskStorageOptions { Root = files.At("") });
        var mirror = new FtpMirror(pool);
        var result = await mirror.Run(await mirror.PlanUp(local, FtpPath.Root, "/m"), local);
        Assert.Equal("b\nDELE a", Assert.Single(result.Failures).Step.Path);
        Assert.Equal(2, result.Done);
        Assert.Equal("c"u8.ToArray(), await ftp.Get("/m/c"));
    }

    [Fact]
    public async Task A_name_that_is_told_twice_should_be_one_file()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211-Features\r\n MLST type*;\r\n211 End");
            await session.Answer("TYPE I", "200 Binary.");
            using var listener = await session.AnswerExtendedPassive();
            await session.Answer("MLSD /d", "150 Here.");
            using (var data = await listener.AcceptSocketAsync())
                await data.SendAsync("type=file;size=1; a\r\ntype=file;size=1; a\r\n"u8.ToArray());
            await session.Reply("226 Done.");
            await session.ReadLine();
        });
        await using var pool = new FtpClientPool(Sys, new FtpClientOptions { Host = server.EndPoint.Address.ToString(), Port = server.EndPoint.Port, ClientName = null });
        Assert.Equal("a", Assert.Single((await new FtpMirror(pool).PlanDown("/d", new MemoryStorage(), FtpPath.Root)).Steps).Path);
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

    /// <summary>LIST: 12:34 may have been 12:34:59.</summary>
    [Theory]
    [InlineData(59, false)]
    [InlineData(90, true)]
    public async Task A_time_without_seconds_should_count_as_any_of_its_minute(int secondsLater, bool isCopied)
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp) with { Listing = new() { PrefersMachineListings = false } });
        await Fill(ftp, "/m/a=1");
        await Fill(here, "/m/a=1");
        var minute = DateTime.UtcNow.AddDays(-1);
        minute = new DateTime(minute.Year, minute.Month, minute.Day, 12, 34, 0, DateTimeKind.Utc);
        await ((ITimedStorage)ftp.Storage).SetModified(FtpPath.Parse("/m/a"), minute, default);
        await ((ITimedStorage)here.Storage).SetModified(FtpPath.Parse("/m/a"), minute.AddSeconds(secondsLater), default);
        var plan = await new FtpMirror(pool).PlanUp(here.Storage, Root, "/m");
        Assert.Equal(isCopied, plan.Steps.Length == 1);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mirror_should_go_from_server_to_server_or_within_one(bool isWithin)
    {
        await using var ftp = await StartServer();
        await using var elsewhere = await StartServer(options => options with { Name = "elsewhere" });
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp), new() { MaxConnections = 4 });
        await using var another = new FtpClientPool(Sys, OptionsOf(elsewhere), new() { MaxConnections = 2 });
        var (target, there) = isWithin ? (pool, ftp) : (another, elsewhere);
        await Fill(ftp, "/m/a=1", "/m/sub/b=22", "/m/sub/deep/c=333", "/m/empty/", "/m/same=4");
        await Fill(there, "/n/a=other", "/n/extra=x", "/n/same=5");
        var mirror = new FtpMirror(pool);
        var options = new MirrorOptions { DeletesExtra = true, Compare = MirrorCompare.Hash, Transfer = new TransferOptions { Verify = VerifyTransfer.Always } };
        var plan = await mirror.PlanAcross("/m", target, "/n", options);
        Assert.Equal(["a", "same", "sub/b", "sub/deep/c"], Of(plan, MirrorStepKind.Copy));
        var result = await mirror.Run(plan, target, options);
        Assert.Empty(result.Failures);
        Assert.Equal((8, 7L), (result.Done, result.Bytes));
        Assert.Equal("333"u8.ToArray(), await there.Get("/n/sub/deep/c"));
        Assert.True((await mirror.PlanAcross("/m/", target, "/n/", options)).IsEmpty);
        await Assert.ThrowsAsync<ArgumentException>(() => mirror.Run(plan, ftp.Storage));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mirrors_in_opposite_directions_should_not_wait_for_each_other(bool isWithin)
    {
        await using var one = await StartServer();
        await using var two = await StartServer(options => options with { Name = "two" });
        await using var pool = new FtpClientPool(Sys, OptionsOf(one), new() { MaxConnections = 2 });
        await using var another = new FtpClientPool(Sys, OptionsOf(two), new() { MaxConnections = 2 });
        var other = isWithin ? pool : another;
        string[] files = [.. Enumerable.Range(0, 20).Select(number => $"/{number}={number}")];
        await Fill(one, [.. files.Select(file => "/m" + file)]);
        await Fill(isWithin ? one : two, [.. files.Select(file => "/n" + file)]);
        var (there, back) = (new FtpMirror(pool), new FtpMirror(other));
        var plans = (await there.PlanAcross("/m", other, "/to"), await back.PlanAcross("/n", pool, "/back"));
        var results = await Task.WhenAll(there.Run(plans.Item1, other), back.Run(plans.Item2, pool)).WaitAsync(ScriptedSession.Patience);
        Assert.All(results, result => Assert.Equal((20, 0), (result.Done, result.Failures.Length)));
    }

    /// <summary>Only what was missing when the plan was made: what was there may be another file's beginning.</summary>
    [Theory]
    [InlineData(MirrorDirection.Down)]
    [InlineData(MirrorDirection.Up)]
    [InlineData(MirrorDirection.Across)]
    public async Task A_run_from_a_journal_should_go_on_with_files_that_an_earlier_one_left_in_part(MirrorDirection direction)
    {
        await using var here = await StartServer(options => options with { Name = "here" });
        await using var ftp = await StartServer(options => options with { Name = "ftp" });
        await using var other = await StartServer(options => options with { Name = "other" });
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        await using var another = new FtpClientPool(Sys, OptionsOf(other));
        using var files = new TemporaryDirectory();
        var (source, target) = direction switch
        {
            MirrorDirection.Down => (ftp, here),
            MirrorDirection.Up => (here, ftp),
            _ => (ftp, other),
        };
        await Fill(source, "/m/new=123456789", "/m/old=123456789");
        await Fill(target, "/m/old=1234");
        var mirror = new FtpMirror(pool);
        var plan = direction switch
        {
            MirrorDirection.Down => await mirror.PlanDown("/m", here.Storage, Root),
            MirrorDirection.Up => await mirror.PlanUp(here.Storage, Root, "/m"),
            _ => await mirror.PlanAcross("/m", another, "/m"),
        };
        await (await MirrorJournal.Create(files.At("journal"), plan)).DisposeAsync();
        await target.Put("/m/new", "1234567"u8.ToArray());
        await using var journal = await MirrorJournal.Open(files.At("journal"));
        var result = direction == MirrorDirection.Across
            ? await mirror.Run(journal.Plan, another, journal: journal)
            : await mirror.Run(journal.Plan, here.Storage, journal: journal);
        Assert.Empty(result.Failures);
        Assert.Equal(2 + 9, result.Bytes);
        Assert.Equal("123456789"u8.ToArray(), await target.Get("/m/new"));
        Assert.Equal("123456789"u8.ToArray(), await target.Get("/m/old"));
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
