using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public class ListingOptionsSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("", false, ListingOrder.None, false)]
    [InlineData("-la", false, ListingOrder.None, false)]
    [InlineData("-lR dir", true, ListingOrder.None, false)]
    [InlineData("-t", false, ListingOrder.Time, false)]
    [InlineData("-S -r", false, ListingOrder.Size, true)]
    [InlineData("-tS", false, ListingOrder.Size, false)]
    [InlineData("-r", false, ListingOrder.Name, true)]
    [InlineData("-l -- -R", false, ListingOrder.None, false)]
    [InlineData("--reverse", false, ListingOrder.None, false)]
    [InlineData("dir -R", false, ListingOrder.None, false)]
    internal void ListingOptions_should_be_read_in_front_of_the_path(string argument, bool isRecursive, ListingOrder order, bool isReversed) =>
        Assert.Equal(new ListingOptions(isRecursive, order, isReversed), ListingOptions.Parse(argument));

    [Theory]
    [InlineData("-t", "c a b d")]
    [InlineData("-tr", "d b a c")]
    [InlineData("-S", "d a b c")]
    [InlineData("-Sr", "c b a d")]
    [InlineData("-r", "d c b a")]
    public async Task Listings_should_be_sorted(string options, string names)
    {
        var day = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var (name, content, days) in new[] { ("b", "1", 1), ("d", "333", 0), ("a", "1", 1), ("c", "", 2) })
        {
            await Put("/" + name, content);
            await Files.SetModified(At("/" + name), day.AddDays(days), default);
        }

        Assert.Equal(names.Replace(" ", "\r\n", StringComparison.Ordinal) + "\r\n", await Sent(await Run("NLST " + options, Ready)));
        var lines = (await Sent(await Run("LIST " + options, Ready))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(names, string.Join(' ', lines.Select(line => line[^1])));
    }

    [Theory]
    [InlineData(ListingOptions.MostSorted, true)]
    [InlineData(ListingOptions.MostSorted + 5, false)]
    public async Task Listings_should_come_as_they_are_when_there_is_too_much_to_sort(int count, bool isSorted)
    {
        var entries = Enumerable.Range(0, count)
            .Select(number => new FtpEntry { Name = "n", Kind = FtpEntryKind.File, Size = number, Modified = DateTime.UnixEpoch }).ToArray();
        var sorted = await ListingOptions.Parse("-S").Sorted(Source.From(entries)).RunWith(Sink.Seq<FtpEntry>(), Sys.Materializer());
        Assert.Equal(isSorted ? entries.Reverse() : entries, sorted);
    }
}
