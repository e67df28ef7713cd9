namespace FtpActors.Client.Listings;

/// <summary>What z/OS writes: data sets below a heading that begins with <c>Volume</c>, members of a partitioned data set below one that
/// begins with <c>Name</c>.</summary>
/// <remarks>Partitioned data sets are directories. Sizes are in tracks and records, not bytes, and left out. Migrated data sets have a name only.</remarks>
public sealed class MvsListingParser : IListingParser
{
    private const int DataSetColumns = 10;

    public IListingReading Begin(ListingContext context) => new Reading(context);

    private sealed class Reading(ListingContext context) : IListingReading
    {
        private bool? _hasMembers;

        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = null;
            var tokens = Tokens.Of(line);
            if (tokens.Count > 2 && tokens[0] == "Volume" && tokens[1] == "Unit")
            {
                _hasMembers = false;
                return ListingLine.Noise;
            }

            if (tokens.Count > 1 && tokens[0] == "Name" && (tokens[1] == "VV.MM" || tokens[1] == "Size"))
            {
                _hasMembers = true;
                return ListingLine.Noise;
            }

            if (_hasMembers is null || tokens.Count == 0)
                return ListingLine.Unknown;
            entry = _hasMembers.Value ? Member(tokens) : DataSet(tokens);
            return entry is null ? ListingLine.Unknown : ListingLine.Entry;
        }

        private FtpListEntry? Member(Tokens tokens)
        {
            var changed = tokens.Count > 4 && ListingDates.Time(tokens[4]) is { } time ? Date(tokens[3], time) : null;
            return new FtpListEntry { Name = tokens[0], Kind = FtpListEntryKind.File, Modified = changed, Owner = tokens.Count > 8 ? tokens[^1] : null };
        }

        private FtpListEntry? DataSet(Tokens tokens)
        {
            var name = tokens[tokens.Count - 1].Trim('\'');
            if (tokens[0] is "Migrated" or "ARCIVE")
                return new FtpListEntry { Name = name, Kind = FtpListEntryKind.Other };
            if (tokens.Count < DataSetColumns)
                return null;
            var organisation = tokens[tokens.Count - 2];
            return new FtpListEntry
            {
                Name = name,
                Kind = organisation switch
                {
                    "PO" or "PO-E" => FtpListEntryKind.Directory,
                    "PS" or "PS-E" or "PS-L" => FtpListEntryKind.File,
                    _ => FtpListEntryKind.Other,
                },
                Modified = Date(tokens[2], TimeSpan.Zero),
            };
        }

        /// <summary><c>2025/06/15</c>.</summary>
        private DateTime? Date(string text, TimeSpan time) =>
            text.Split('/') is [var year, var month, var day]
                && ListingDates.Number(year) is { } y && ListingDates.Number(month) is { } m && ListingDates.Number(day) is { } d
                ? ListingDates.Of(y, m, d, time, context)
                : null;
    }
}
