using System.Globalization;
using System.Text.RegularExpressions;

namespace FtpActors.Client.Listings;

/// <summary>What the FTP server of Windows writes: <c>06-15-25  01:05PM       &lt;DIR&gt;          name</c>.</summary>
/// <remarks>Months come first, years have two or four digits (69 and less are of this century), times twelve or twenty-four hours.</remarks>
public sealed partial class WindowsListingParser : IListingParser
{
    public IListingReading Begin(ListingContext context) => new Reading(context);

    [GeneratedRegex(
        @"^(?<month>\d{2})[-/.](?<day>\d{2})[-/.](?<year>\d{4}|\d{2})\s+(?<hour>\d{1,2}):(?<minute>\d{2})\s*(?<half>[AP]M)?\s+(?:<(?<kind>DIR|JUNCTION|SYMLINKD?)>|(?<size>[\d,.]+))\s+(?<name>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();

    private sealed class Reading(ListingContext context) : IListingReading
    {
        public ListingLine Read(string line, out FtpListEntry? entry)
        {
            entry = null;
            if (Line().Match(line) is not { Success: true } match)
                return ListingLine.Unknown;
            int Part(string name) => int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            var year = Part("year");
            year += year >= 100 ? 0 : year < 70 ? 2000 : 1900;
            var hour = Part("hour");
            if (match.Groups["half"] is { Success: true } half)
                hour = (hour % 12) + (half.ValueSpan[0] is 'P' or 'p' ? 12 : 0);
            if (ListingDates.Of(year, Part("month"), Part("day"), new TimeSpan(hour, Part("minute"), 0), context) is not { } modified)
                return ListingLine.Unknown;
            var size = match.Groups["size"].Value.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
            var (kind, name, target) = Kind(match.Groups["kind"].Value.ToUpperInvariant(), match.Groups["name"].Value);
            entry = new FtpListEntry
            {
                Name = name,
                Kind = kind,
                Size = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null,
                Modified = modified,
                LinkTarget = target,
            };
            return ListingLine.Entry;
        }

        private static (FtpListEntryKind Kind, string Name, string? Target) Kind(string kind, string name)
        {
            if (kind is "JUNCTION" or "SYMLINK" or "SYMLINKD")
            {
                var bracket = name.IndexOf(" [", StringComparison.Ordinal);
                return bracket > 0 && name.EndsWith(']')
                    ? (FtpListEntryKind.Link, name[..bracket], name[(bracket + 2)..^1])
                    : (FtpListEntryKind.Link, name, null);
            }

            return (kind == "DIR" ? FtpListEntryKind.Directory : FtpListEntryKind.File, name, null);
        }
    }
}
