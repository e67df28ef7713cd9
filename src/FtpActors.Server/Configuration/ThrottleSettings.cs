using FtpActors.Core.Flows;

namespace FtpActors.Server.Configuration;

/// <summary>Reads limits of bytes per second: <c>ftp.throttle</c>, and those of users, where no key need be there.</summary>
internal static class ThrottleSettings
{
    private const long Most = 1L << 40;

    public static ThrottleLevels ReadServer(ConfigSection throttle) => new()
    {
        Total = Read(throttle.Section("server")),
        Connection = Read(throttle.Section("connection")),
    };

    public static ThrottleLevels ReadUser(ConfigSection throttle) => new()
    {
        Total = ReadGiven(throttle.Section("user")),
        Connection = ReadGiven(throttle.Section("connection")),
    };

    private static ThrottleOptions Read(ConfigSection level) => new()
    {
        Upload = Rate(level, "upload"),
        Download = Rate(level, "download"),
    };

    /// <summary>Of what is shared by all users of a host, or by the sessions of a user.</summary>
    public static ThrottleOptions ReadGiven(ConfigSection level) => new()
    {
        Upload = level.Optional("upload") ? Rate(level, "upload") : null,
        Download = level.Optional("download") ? Rate(level, "download") : null,
    };

    private static long? Rate(ConfigSection level, string name) =>
        level.Read(name, "must be a size per second from 1 to 1TiB, such as 512KiB, or unlimited.", (string text, out long? value) =>
        {
            value = ConfigValues.TrySize(text, out var bytes) && bytes is >= 1 and <= Most ? bytes : null;
            return text == "unlimited" || value is not null;
        });
}
