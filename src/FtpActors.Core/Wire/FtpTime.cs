using System.Globalization;

namespace FtpActors.Core.Wire;

/// <summary>Times as <c>YYYYMMDDHHMMSS</c>, always UTC (RFC 3659 §2.3).</summary>
public static class FtpTime
{
    private const int Digits = 14;

    /// <summary>Whole seconds; fractions are cut off.</summary>
    public static string Format(DateTime utc) => utc.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>Reads fourteen digits and an optional fraction of any length, of which seven digits count. A leap second
    /// (:60) is the second after.</summary>
    public static bool TryParse(string text, out DateTime utc)
    {
        utc = default;
        if (text.Length < Digits || text.AsSpan(0, Digits).ContainsAnyExceptInRange('0', '9'))
            return false;
        long ticks = 0;
        if (text.Length > Digits && !TryFraction(text.AsSpan(Digits), out ticks))
            return false;

        var leap = text.AsSpan(12, 2) is "60";
        if (!DateTime.TryParseExact(
                leap ? string.Concat(text.AsSpan(0, 12), "59") : text[..Digits],
                "yyyyMMddHHmmss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var whole))
            return false;

        ticks += leap ? TimeSpan.TicksPerSecond : 0;
        if (ticks > DateTime.MaxValue.Ticks - whole.Ticks)
            return false;
        utc = whole.AddTicks(ticks);
        return true;
    }

    internal static void Write(ref LineWriter line, DateTime utc)
    {
        var (year, month, day) = utc;
        line.PutPair(year / 100);
        line.PutPair(year % 100);
        line.PutPair(month);
        line.PutPair(day);
        var seconds = (int)(utc.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);
        line.PutPair(seconds / 3600);
        line.PutPair(seconds / 60 % 60);
        line.PutPair(seconds % 60);
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text[0] != '.' || text.Length == 1 || text[1..].ContainsAnyExceptInRange('0', '9'))
            return false;
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in text[1..])
            ticks += (digit - '0') * (unit /= 10);
        return true;
    }
}
