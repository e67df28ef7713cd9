using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Commands;

[Collection(MemoryCollection.Name)]
public class RecursiveListingSpecs : FileVerbSpecBase
{
    /// <summary>The last word of each line LIST sends; empty lines stay.</summary>
    private async Task<string> Listed(string line, SessionState? state = null) =>
        string.Join('|', (await Sent(await Run(line, state ?? Ready)))[..^2].Split("\r\n").Select(text => text[(text.LastIndexOf(' ') + 1)..]));

    private async Task<string> Closing(string line, SessionState state)
    {
        var plan = (await Run(line, state)).Transfer!;
        await plan.Reader!.Content.RunForeach(chunk => chunk.Dispose(), Sys.Materializer());
        return plan.Ended.Text;
    }

    private async Task SomeTree()
    {
        foreach (var directory in new[] { "/top", "/top/b", "/top/a", "/top/a/x", "/top/a/y" })
            await MakeDirectory(directory);
        foreach (var file in new[] { "/top/1", "/top/b/2", "/top/a/3", "/top/a/x/4" })
            await Put(file, "");
    }

    [Fact]
    public async Task RecursiveListing_should_show_every_directory_below_under_a_heading()
    {
        await SomeTree();
        const string Expected = "b|a|1||b:|2||a:|y|x|3||a/y:||a/x:|4";
        Assert.Equal(Expected, await Listed("LIST -R -r top"));
        Assert.Equal(Expected, await Listed("LIST -lRr", Ready with { WorkingDirectory = At("/top") }));
    }

    [Fact]
    public async Task RecursiveListing_should_say_nothing_of_a_cut_where_there_was_none()
    {
        await SomeTree();
        Assert.Equal("Transfer complete.", await Closing("LIST -R top", Ready));
    }

    [Fact]
    public async Task RecursiveListing_should_hold_names_not_paths_of_what_waits()
    {
        var state = LoggedInOn(new Endless(Files)) with { Data = Ready.Data, WorkingDirectory = At("/" + string.Join('/', Enumerable.Repeat(new string('p', 200), 20))) };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var listing = new RecursiveListing(state.Storage!, state.WorkingDirectory, PathRights.ReadWrite, ListingOptions.Parse("-R"), new ListingProgress());
        await listing.Entries.RunWith(Sink.Ignore<FtpEntry>(), Sys.Materializer());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 100_000_000);
        GC.KeepAlive(listing);
    }

    [Fact]
    public async Task RecursiveListing_should_be_a_plain_one_for_a_file_or_a_pattern()
    {
        await SomeTree();
        Assert.Equal("1", await Listed("LIST -R top/1"));
        Assert.Equal("a", await Listed("LIST -R top/[a]"));
    }

    [Fact]
    public async Task RecursiveListing_should_leave_out_what_may_not_be_listed()
    {
        await SomeTree();
        var rights = PathRights.ReadWrite.With(At("/top/a"), FtpRights.Read).With(At("/top/a/x"), FtpRights.ReadWrite);
        Assert.Equal("b|a|1||b:|2", await Listed("LIST -Rr top", As(rights)));
    }

    [Fact]
    public async Task RecursiveListing_should_leave_out_the_content_of_what_has_gone_meanwhile()
    {
        await SomeTree();
        var state = LoggedInOn(new HalfGone(Files)) with { Data = Ready.Data };
        Assert.Equal("b|a|1||b:||a:|y|x|3||a/y:||a/x:|4", await Listed("LIST -Rr top", state));
    }

    [Fact]
    public async Task RecursiveListing_should_reach_so_deep_and_no_deeper()
    {
        var path = "";
        for (var level = 0; level < RecursiveListing.MostLevels + 3; level++)
            await MakeDirectory(path += "/d");
        var headings = (await Sent(await Run("LIST -R", Ready))).Split("\r\n").Where(line => line.EndsWith(':')).ToArray();
        Assert.Equal(RecursiveListing.MostLevels, headings.Length);
        Assert.Equal(string.Join('/', Enumerable.Repeat("d", RecursiveListing.MostLevels)) + ":", headings[^1]);
        Assert.Contains("the listing is not", await Closing("LIST -R", Ready));
    }

    [Fact]
    public async Task RecursiveListing_should_end_after_so_many_entries()
    {
        var state = LoggedInOn(new Endless(Files)) with { Data = Ready.Data };
        var lines = (await Sent(await Run("LIST -R", state))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, RecursiveListing.MostEntries, RecursiveListing.MostEntries + 200);
        Assert.Contains("the listing is not", await Closing("LIST -R", state));
    }

    private class HalfGone(IFtpStorage inner) : ListedStorage(inner)
    {
        protected override Source<FtpEntry, NotUsed>? Instead(FtpPath directory) =>
            directory == At("/top/b") ? Source.Failed<FtpEntry>(StorageException.NotFound(directory)) : null;
    }

    /// <summary>Every directory holds a thousand directories.</summary>
    private sealed class Endless(IFtpStorage inner) : ListedStorage(inner)
    {
        protected override Source<FtpEntry, NotUsed>? Instead(FtpPath directory) => Source.From(Enumerable.Range(0, 1000)).Select(
            number => new FtpEntry { Name = $"{number}", Kind = FtpEntryKind.Directory, Modified = DateTime.UnixEpoch });
    }

    private abstract class ListedStorage(IFtpStorage inner) : IFtpStorage
    {
        public Source<FtpEntry, NotUsed> List(FtpPath directory) => Instead(directory) ?? inner.List(directory);

        public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => inner.Stat(path, cancel);

        public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => throw new NotSupportedException();

        public Task Delete(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task MakeDirectory(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => throw new NotSupportedException();

        public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => throw new NotSupportedException();

        protected abstract Source<FtpEntry, NotUsed>? Instead(FtpPath directory);
    }
}
