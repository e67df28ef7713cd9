using System.Globalization;
using FtpActors.Server.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace FtpActors.Host;

/// <summary>Serilog as <see cref="LogSettings"/> ask for.</summary>
internal static class HostLog
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <exception cref="FtpConfigException">The directory of the files cannot be made.</exception>
    public static Logger Create(LogSettings settings)
    {
        SelfLog.Enable(Console.Error);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(settings.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning);
        if (settings.Console)
        {
            logger.WriteTo.Console(
                outputTemplate: Template,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LevelAlias.Minimum);
        }

        if (settings.File)
        {
            MakeDirectory(settings.Path);
            logger.WriteTo.File(
                Format(settings),
                settings.Path,
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: settings.MaxSize,
                rollOnFileSizeLimit: settings.MaxSize is not null,
                retainedFileCountLimit: settings.Keep);
        }

        return logger.CreateLogger();
    }

    private static void MakeDirectory(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? "/");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new FtpConfigException("log.file.path", $"\"{file}\"", $"cannot be used: {unusable.Message}", unusable);
        }
    }

    private static ITextFormatter Format(LogSettings settings) => settings.Json
        ? new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture)
        : new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture);
}
