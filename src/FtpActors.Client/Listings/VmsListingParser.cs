using System.Globalization;

namespace FtpActors.Client.Listings;

/// <summary>What OpenVMS writes: <c>NAME.TXT;1  12/15  15-JUN-2025 13:05:11  [GROUP,OWNER]  (RWED,RWED,RE,)</c>, long names on a line of their own.</summary>
/// <remarks>Names are given without version, directories without <c>.DIR</c>; of several versions the first, which is the latest, counts.
/// Sizes are in blocks of 512 bytes, so upper bounds.</remarks>
public sealed class VmsListingParser : IListingParser
{
    private const int Block = 512;

    public IListingReading Begin(ListingContext context) => new Reading(context);

    private sealed class Reading(ListingContext context) : IListingReading
    {
        private string? _wrapped;
        private string? _last;

        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = null;
            var tokens = Tokens.Of(line);
            if (_wrapped is null && (IsHeading(line) || (tokens.Count == 1 && IsName(tokens[0]))))
            {
                _wrapped = IsHeading(line) ? null : tokens[0];
                return ListingLine.Noise;
            }

            var at = _wrapped is null ? 1 : 0;
            var full = _wrapped ?? (tokens.Count > 0 ? tokens[0] : "");
            _wrapped = null;
            if (!IsName(full) || tokens.Count < at + 2)
                return ListingLine.Unknown;
            var blocks = tokens[at].Split('/')[0];
            if (!long.TryParse(blocks, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || Date(tokens, at + 1) is not { } modified)
                return ListingLine.Unknown;
            var name = full[..full.LastIndexOf(';')];
            if (name == _last)
                return ListingLine.Noise;
            _last = name;
            var isDirectory = name.EndsWith(".DIR", StringComparison.OrdinalIgnoreCase);
            var owner = tokens.Count > at + 3 && tokens[at + 3] is ['[', .., ']'] brackets ? brackets[1..^1].Split(',') : [];
            entry = new FtpListEntry
            {
                Name = isDirectory ? name[..^4] : name,
                Kind = isDirectory ? FtpListEntryKind.Directory : FtpListEntryKind.File,
                Size = isDirectory ? null : size * Block,
                Modified = modified,
                Group = owner.Length == 2 ? owner[0] : null,
                Owner = owner.Length > 0 ? owner[^1] : null,
            };
            return ListingLine.Entry;
        }

        private static bool IsHeading(string line) =>
            line.StartsWith("Directory ", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Total of ", StringComparison.OrdinalIgnoreCase);

        private static bool IsName(string token) => token.LastIndexOf(';') is > 0 and var at && ListingDates.Number(token.AsSpan(at + 1)) is not null;

        private DateTime? Date(Tokens tokens, int at)
        {
            var parts = tokens[at].Split('-');
            if (parts.Length != 3 || ListingDates.Number(parts[0]) is not { } day || ListingDates.Number(parts[2]) is not { } year)
                return null;
            var time = tokens.Count > at + 1 ? ListingDates.Time(tokens[at + 1]) : null;
            return ListingDates.Of(year, ListingDates.Month(parts[1]), day, time ?? TimeSpan.Zero, context);
        }
    }
}
