using System.Globalization;

namespace FtpActors.Client.Listings;

/// <summary>Dates as listings have them: in the server's time zone, some without a year.</summary>
internal static class ListingDates
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>1–12 by its English abbreviation, in any case; 0 for anything else.</summary>
    public static int Month(ReadOnlySpan<char> name)
    {
        for (var month = 0; month < 12; month++)
        {
            if (name.Equals(Months.AsSpan(month * 3, 3), StringComparison.OrdinalIgnoreCase))
                return month + 1;
        }

        return 0;
    }

    /// <summary>Decimal digits, up to nine; null for anything else.</summary>
    public static int? Number(ReadOnlySpan<char> text) =>
        text.Length is > 0 and < 10 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary><c>hh:mm</c>, seconds and fractions cut off; null for anything else.</summary>
    public static TimeSpan? Time(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon is not (1 or 2) || text.Length < colon + 3 || (text.Length > colon + 3 && text[colon + 3] != ':'))
            return null;
        return Number(text[..colon]) is { } hours and < 24 && Number(text.Slice(colon + 1, 2)) is { } minutes and < 60
            ? new TimeSpan(hours, minutes, 0)
            : null;
    }

    /// <summary>Null when there is no such day.</summary>
    public static DateTime? Of(int year, int month, int day, TimeSpan time, ListingContext context) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && time < TimeSpan.FromDays(1)
            ? Utc(new DateTime(year, month, day).Add(time), context)
            : null;

    /// <summary>The last such time that is not more than a day ahead of the server's clock; 29 February needs a leap year.</summary>
    public static DateTime? Recent(int month, int day, TimeSpan time, ListingContext context)
    {
        if (month is < 1 or > 12 || day is < 1 or > 31 || time >= TimeSpan.FromDays(1))
            return null;
        var now = context.LocalNow;
        for (var year = now.Year + 1; year > now.Year - 9 && year >= 1; year--)
        {
            if (year <= 9999 && day <= DateTime.DaysInMonth(year, month) && new DateTime(year, month, day).Add(time) is var date && date <= now.AddDays(1))
                return Utc(date, context);
        }

        return null;
    }

    private static DateTime? Utc(DateTime local, ListingContext context)
    {
        try
        {
            return context.ToUtc(local);
        }
        catch (ArgumentException)
        {
            // At the ends of what a DateTime can be.
            return null;
        }
    }
}
