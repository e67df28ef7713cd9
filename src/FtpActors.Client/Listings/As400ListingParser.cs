using System.Globalization;

namespace FtpActors.Client.Listings;

/// <summary>What OS/400 writes: <c>OWNER  36864 06/15/25 13:05:11 *FILE  NAME</c>; years may come first or last, directories end with <c>/</c>.</summary>
public sealed class As400ListingParser : IListingParser
{
    public IListingReading Begin(ListingContext context) => new Reading(context);

    private sealed class Reading(ListingContext context) : IListingReading
    {
        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = null;
            var tokens = Tokens.Of(line);
            // Members have neither size nor date.
            if (tokens.Count == 3 && tokens[1] == "*MEM")
            {
                entry = new FtpListEntry { Name = Last(tokens[2]), Kind = FtpListEntryKind.File, Owner = tokens[0] };
                return ListingLine.Entry;
            }

            if (tokens.Count < 6 || tokens[4] is not ['*', _, ..]
                || !long.TryParse(tokens[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                || ListingDates.Time(tokens[3]) is not { } time || Date(tokens[2], time) is not { } modified)
                return ListingLine.Unknown;
            var name = line[tokens.StartOf(5)..];
            var isDirectory = name.EndsWith('/') || tokens[4] is "*DIR" or "*FILE" or "*LIB" or "*FLR" or "*DDIR";
            entry = new FtpListEntry
            {
                Name = Last(name.TrimEnd('/')),
                Kind = isDirectory ? FtpListEntryKind.Directory : FtpListEntryKind.File,
                Size = isDirectory ? null : size,
                Modified = modified,
                Owner = tokens[0],
            };
            return ListingLine.Entry;
        }

        /// <summary>Libraries stand before the names of their files.</summary>
        private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

        private DateTime? Date(string text, TimeSpan time)
        {
            if (text.Split('/', '.', '-') is not [var one, var two, var three]
                || ListingDates.Number(one) is not { } a || ListingDates.Number(two) is not { } b || ListingDates.Number(three) is not { } c)
                return null;
            if (a > 31)
                return ListingDates.Of(Century(a), b, c, time, context);
            return text.Contains('.', StringComparison.Ordinal) || a > 12
                ? ListingDates.Of(Century(c), b, a, time, context)
                : ListingDates.Of(Century(c), a, b, time, context);
        }

        private static int Century(int year) => year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
    }
}
