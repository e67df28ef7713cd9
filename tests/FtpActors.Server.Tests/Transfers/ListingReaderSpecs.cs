using System.Text;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Transfers;

public class ListingReaderSpecs : ActorSpecBase
{
    private const int Count = 100_000;

    private int _produced;

    private Source<FtpEntry, NotUsed> Entries => Source.From(Enumerable.Range(0, Count).Select(number =>
    {
        Interlocked.Increment(ref _produced);
        return new FtpEntry { Name = $"file{number:000000}", Kind = FtpEntryKind.File, Modified = DateTime.UnixEpoch };
    }));

    private ListingReader Reader => new(Entries, (in entry, output) => NameListing.WriteLine("", entry, output));

    [Fact]
    public async Task ListingReader_should_read_entries_no_faster_than_its_lines_are_taken()
    {
        await using var reader = Reader;
        // 12 bytes a line: a chunk holds fewer than 6,000 of them, and no more than a few chunks are under way.
        const int ahead = 6_000;
        var lines = reader.Content.Take(5).RunWith(
            Sink.Queue<TransferChunk>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Sys.Materializer());
        for (var chunks = 1; chunks <= 5; chunks++)
        {
            using var chunk = (await lines.PullAsync()).Value;
            Assert.InRange(Volatile.Read(ref _produced), 1, (chunks + 2) * ahead);
        }
    }

    [Fact]
    public async Task ListingReader_should_give_every_line_once_and_in_order()
    {
        await using var reader = Reader;
        var text = await reader.Content.RunToEnd(
            new StringBuilder(),
            (all, chunk) =>
            {
                using (chunk)
                    return all.Append(Encoding.UTF8.GetString(chunk.Memory.Span));
            },
            Sys.Materializer());
        Assert.Equal(
            Enumerable.Range(0, Count).Select(number => $"file{number:000000}"),
            text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task ListingReader_should_open_nothing_before_it_is_materialized()
    {
        await using var reader = Reader;
        Assert.Null(reader.Size);
        Assert.Equal(0, _produced);
    }
}
