using System.Globalization;

namespace FtpActors.Client.Listings;

/// <summary>What <c>ls -l</c> writes, in the variants of servers: group or none, device numbers, ACL marks, ISO dates.</summary>
/// <remarks>A date without a year is the last such day that is not more than a day ahead of the server's clock; 29 February is so the
/// last one there was. Takes time in proportion to the line.</remarks>
public sealed class UnixListingParser : IListingParser
{
    private const int ModeLetters = 10;

    public IListingReading Begin(ListingContext context) => new Reading(context);

    private sealed class Reading(ListingContext context) : IListingReading
    {
        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = null;
            if (IsTotal(line))
                return ListingLine.Noise;
            if (line.Length < ModeLetters || !"-dlbcpsDCPM".Contains(line[0]) || line.AsSpan(1, 9).ContainsAnyExcept("-rwxsStTlL"))
                return ListingLine.Unknown;
            var start = ModeLetters + (line.Length > ModeLetters && "@+.".Contains(line[ModeLetters]) ? 1 : 0);
            var tokens = Tokens.Of(line, start);
            for (var at = 1; at + 1 < tokens.Count; at++)
            {
                if (!IsNumber(tokens[at - 1]) || Date(tokens, at, out var taken) is not { } modified)
                    continue;
                var nameAt = tokens.EndOf(at + taken - 1) + 1;
                if (nameAt >= line.Length)
                    return ListingLine.Unknown;
                entry = Entry(line, line[nameAt..], tokens, at - 1) with { Modified = modified };
                return ListingLine.Entry;
            }

            return ListingLine.Unknown;
        }

        private static FtpListEntry Entry(string line, string name, Tokens tokens, int sizeAt)
        {
            string? target = null;
            if (line[0] == 'l' && name.IndexOf(" -> ", StringComparison.Ordinal) is > 0 and var arrow)
                (name, target) = (name[..arrow], name[(arrow + 4)..]);
            var ownerAt = IsNumber(tokens[0]) && sizeAt > 0 ? 1 : 0;
            // Of a device: major, minor.
            var isDevice = sizeAt > 0 && tokens[sizeAt - 1].EndsWith(',');
            var end = isDevice ? sizeAt - 1 : sizeAt;
            return new FtpListEntry
            {
                Name = name,
                Kind = line[0] switch
                {
                    '-' => FtpListEntryKind.File,
                    'd' => FtpListEntryKind.Directory,
                    'l' => FtpListEntryKind.Link,
                    _ => FtpListEntryKind.Other,
                },
                Size = !isDevice && long.TryParse(tokens[sizeAt], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
                Mode = Mode(line.AsSpan(1, 9)),
                Owner = ownerAt < end ? tokens[ownerAt] : null,
                Group = ownerAt + 1 < end ? line[tokens.StartOf(ownerAt + 1)..tokens.EndOf(end - 1)] : null,
                LinkTarget = target,
            };
        }

        private static bool IsTotal(string line) =>
            line.StartsWith("total ", StringComparison.OrdinalIgnoreCase) && !line.AsSpan(6).Trim().ContainsAnyExcept("0123456789.KMGTkBi");

        private static bool IsNumber(string token) => token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('0', '9');

        /// <param name="tokens">Of the line.</param>
        /// <param name="at">Where a date may begin.</param>
        /// <param name="taken">Tokens that are the date.</param>
        private DateTime? Date(Tokens tokens, int at, out int taken)
        {
            taken = 3;
            var (one, two, three) = (tokens[at], tokens[at + 1], at + 2 < tokens.Count ? tokens[at + 2] : "");
            if (ListingDates.Month(one) is > 0 and var month && ListingDates.Number(two) is { } day)
                return DayOf(month, day, three);
            if (ListingDates.Number(one) is { } first && ListingDates.Month(two) is > 0 and var second)
                return DayOf(second, first, three);
            taken = three is ['+' or '-', _, _, _, _] && !three.AsSpan(1).ContainsAnyExceptInRange('0', '9') ? 3 : 2;
            if (one is not [_, _, _, _, '-', _, _, '-', _, _])
                return null;
            return ListingDates.Number(one.AsSpan(0, 4)) is { } year && ListingDates.Number(one.AsSpan(5, 2)) is { } isoMonth && ListingDates.Number(one.AsSpan(8)) is { } isoDay
                && ListingDates.Time(two) is { } time
                ? ListingDates.Of(year, isoMonth, isoDay, time, context)
                : null;
        }

        private DateTime? DayOf(int month, int day, string yearOrTime)
        {
            if (ListingDates.Time(yearOrTime) is { } time)
                return ListingDates.Recent(month, day, time, context);
            return yearOrTime.Length == 4 && ListingDates.Number(yearOrTime) is { } year
                ? ListingDates.Of(year, month, day, TimeSpan.Zero, context)
                : null;
        }

        private static UnixFileMode Mode(ReadOnlySpan<char> letters)
        {
            var mode = 0;
            for (var i = 0; i < 9; i++)
            {
                if (letters[i] is not ('-' or 'S' or 'T' or 'l' or 'L'))
                    mode |= 1 << (8 - i);
            }

            if (letters[2] is 's' or 'S')
                mode |= (int)UnixFileMode.SetUser;
            if (letters[5] is 's' or 'S')
                mode |= (int)UnixFileMode.SetGroup;
            if (letters[8] is 't' or 'T')
                mode |= (int)UnixFileMode.StickyBit;
            return (UnixFileMode)mode;
        }
    }
}
