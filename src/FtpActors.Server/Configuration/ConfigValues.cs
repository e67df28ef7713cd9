using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Configuration;

/// <summary>The texts of configuration values, strictly: what is not wholly understood is refused.</summary>
internal static class ConfigValues
{
    private static readonly Dictionary<string, TimeSpan> DurationUnits = new(StringComparer.Ordinal)
    {
        ["ms"] = TimeSpan.FromMilliseconds(1),
        ["millis"] = TimeSpan.FromMilliseconds(1),
        ["milliseconds"] = TimeSpan.FromMilliseconds(1),
        ["s"] = TimeSpan.FromSeconds(1),
        ["second"] = TimeSpan.FromSeconds(1),
        ["seconds"] = TimeSpan.FromSeconds(1),
        ["m"] = TimeSpan.FromMinutes(1),
        ["minute"] = TimeSpan.FromMinutes(1),
        ["minutes"] = TimeSpan.FromMinutes(1),
        ["h"] = TimeSpan.FromHours(1),
        ["hour"] = TimeSpan.FromHours(1),
        ["hours"] = TimeSpan.FromHours(1),
        ["d"] = TimeSpan.FromDays(1),
        ["day"] = TimeSpan.FromDays(1),
        ["days"] = TimeSpan.FromDays(1),
    };

    private static readonly Dictionary<string, FtpRights> RightNames = new(StringComparer.Ordinal)
    {
        ["none"] = FtpRights.None,
        ["list"] = FtpRights.List,
        ["read"] = FtpRights.Read,
        ["create"] = FtpRights.Create,
        ["overwrite"] = FtpRights.Overwrite,
        ["delete"] = FtpRights.Delete,
        ["rename"] = FtpRights.Rename,
        ["directories"] = FtpRights.Directories,
        ["read-only"] = FtpRights.ReadOnly,
        ["read-write"] = FtpRights.ReadWrite,
    };

    /// <summary>A number and a unit; <c>infinite</c> gives <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        if (text == "infinite")
            return true;
        if (!TrySplit(text, out var number, out var unit) || !DurationUnits.TryGetValue(unit, out var one))
            return false;
        var ticks = number * one.Ticks;
        if (ticks > TimeSpan.FromDays(36500).Ticks)
            return false;
        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Bytes; the units of HOCON's size format up to tera.</summary>
    public static bool TrySize(string text, out long value)
    {
        value = 0;
        if (!TrySplit(text, out var number, out var unit) || !TryScale(unit, out var scale))
            return false;
        var bytes = number * scale;
        if (bytes > long.MaxValue || bytes != decimal.Truncate(bytes))
            return false;
        value = (long)bytes;
        return true;
    }

    /// <summary><c>ADDRESS:PORT</c>, IPv6 in brackets.</summary>
    public static bool TryEndPoint(string text, [NotNullWhen(true)] out IPEndPoint? value)
    {
        value = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !TryPort(text[(colon + 1)..], out var port))
            return false;
        var bracketed = text[0] == '[' && text[colon - 1] == ']';
        if (!IPAddress.TryParse(bracketed ? text[1..(colon - 1)] : text[..colon], out var address))
            return false;
        if (bracketed != (address.AddressFamily == AddressFamily.InterNetworkV6) || (!bracketed && !IsDotted(text[..colon])))
            return false;
        value = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>An IPv4 address in four parts.</summary>
    public static bool TryAddress4(string text, [NotNullWhen(true)] out IPAddress? value) =>
        IPAddress.TryParse(text, out value) && value.AddressFamily == AddressFamily.InterNetwork && IsDotted(text);

    /// <summary><c>FIRST-LAST</c>, one port, or <c>0</c>.</summary>
    public static bool TryPorts(string text, out (int First, int Last) value)
    {
        value = default;
        var dash = text.IndexOf('-');
        if (!TryPort(dash < 0 ? text : text[..dash].TrimEnd(), out var first))
            return false;
        var last = first;
        if (dash >= 0 && (!TryPort(text[(dash + 1)..].TrimStart(), out last) || first == 0))
            return false;
        value = (first, last);
        return first <= last;
    }

    /// <summary>Names of rights with commas between them.</summary>
    public static bool TryRights(string text, out FtpRights value)
    {
        value = FtpRights.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!RightNames.TryGetValue(name, out var right))
                return false;
            value |= right;
        }

        return true;
    }

    /// <summary>A path that starts with <c>/</c> and has no <c>..</c>.</summary>
    public static bool TryPath(string text, out FtpPath value)
    {
        value = FtpPath.Root;
        if (!text.StartsWith('/') || text.Split('/').Contains("..") || text.Any(char.IsControl))
            return false;
        value = FtpPath.Parse(text);
        return true;
    }

    public static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryPort(string text, out int value) => TryInteger(text, out value) && value <= IPEndPoint.MaxPort;

    private static bool IsDotted(string address) => address.Count(letter => letter == '.') == 3;

    private static bool TrySplit(string text, out decimal number, out string unit)
    {
        var digits = text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.').Count();
        unit = text[digits..].Trim();
        return decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            && digits <= 15;
    }

    private static bool TryScale(string unit, out decimal scale)
    {
        scale = 1;
        if (unit is "" or "B" or "b")
            return true;
        var power = "KMGT".IndexOf(char.ToUpperInvariant(unit[0])) + 1;
        var rest = unit[1..];
        if (power == 0 || rest is not ("" or "i" or "iB" or "B"))
            return false;
        for (; power > 0; power--)
            scale *= rest == "B" ? 1000 : 1024;
        return true;
    }
}
