using FtpActors.Server.Configuration;
using Serilog.Events;

namespace FtpActors.Host;

/// <summary>Where log lines go: the <c>log { ... }</c> section.</summary>
internal sealed record LogSettings
{
    public LogEventLevel Level { get; private init; }

    public bool Console { get; private init; }

    public bool File { get; private init; }

    /// <summary>Absolute.</summary>
    public string Path { get; private init; } = "";

    public bool Json { get; private init; }

    /// <summary>Bytes, or null without a bound.</summary>
    public long? MaxSize { get; private init; }

    /// <summary>Files.</summary>
    public int Keep { get; private init; }

    public static LogSettings Read(ConfigSection log, string directory)
    {
        const long LeastSize = 64 << 10;
        const long MostSize = 1L << 40;
        var file = log.Section("file");
        return new LogSettings
        {
            Level = log.Choice(
                "level",
                ("debug", LogEventLevel.Debug), ("info", LogEventLevel.Information), ("warning", LogEventLevel.Warning), ("error", LogEventLevel.Error)),
            Console = log.Switch("console"),
            File = file.Switch("enabled"),
            Path = System.IO.Path.GetFullPath(file.Text("path", "must name a file.", text => text.Length > 0 && !text.Contains('\0')), directory),
            Json = file.Choice("format", ("json", true), ("text", false)),
            MaxSize = file.Read(
                "max-size",
                "must be a size from 64KiB to 1TiB, or unlimited.",
                (string text, out long? value) =>
                {
                    value = ConfigSection.TrySize(text, out var bytes) ? bytes : null;
                    return text == "unlimited" || value is >= LeastSize and <= MostSize;
                }),
            Keep = file.Integer("keep", 1, 10_000),
        };
    }
}
