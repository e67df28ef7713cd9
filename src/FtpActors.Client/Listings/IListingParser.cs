namespace FtpActors.Client.Listings;

/// <summary>Reads one dialect of LIST. Instances are shared: what is remembered from line to line is in <see cref="IListingReading"/>.</summary>
public interface IListingParser
{
    /// <summary>Begins a listing.</summary>
    IListingReading Begin(ListingContext context);
}

/// <summary>One listing being read, line by line.</summary>
public interface IListingReading
{
    /// <param name="line">Without line end.</param>
    /// <param name="entry">Set when the result is <see cref="ListingLine.Entry"/>. Its <see cref="FtpListEntry.Path"/> is filled in by the caller.</param>
    ListingLine Read(string line, out FtpListEntry? entry);
}

/// <summary>What a line of a listing is.</summary>
public enum ListingLine
{
    /// <summary>Not of this dialect.</summary>
    Unknown,

    /// <summary>Of this dialect, and no entry: a heading, a total.</summary>
    Noise,

    Entry,
}

/// <summary>What the reader of a listing knows besides its lines.</summary>
/// <param name="Now">UTC.</param>
/// <param name="TimeZone">Of the server's dates.</param>
public sealed record ListingContext(DateTime Now, TimeZoneInfo TimeZone)
{
    /// <summary>A time of the server's as UTC.</summary>
    public DateTime ToUtc(DateTime local) => TimeZone.IsInvalidTime(local)
        ? DateTime.SpecifyKind(local - TimeZone.BaseUtcOffset, DateTimeKind.Utc)
        : TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeZone);

    /// <summary>What the server's clock shows.</summary>
    public DateTime LocalNow => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(Now, DateTimeKind.Utc), TimeZone);
}
