using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace FtpActors.Server.Configuration;

/// <summary>Reads HOCON files as operators write them: with <c>include "file"</c> and environment variables.</summary>
/// <remarks>
/// An included file is sought beside the file that includes it and must exist. <c>${NAME}</c>, in capitals, is an
/// environment variable that must be set; <c>${?NAME}</c> one that may be: its key is left out when it is not.
/// </remarks>
public static class HoconFile
{
    /// <exception cref="FtpConfigException">The file, or one it includes, cannot be read or is not HOCON; the path is file and line.</exception>
    public static Config Load(string path)
    {
        var full = Path.GetFullPath(path);
        return new Config(Parse(Text(full, path), full, [full], Environment.GetEnvironmentVariable));
    }

    /// <param name="text">HOCON.</param>
    /// <param name="origin">What messages call it.</param>
    /// <param name="directory">Where included files are sought; null for the working directory.</param>
    /// <param name="environment">Values of environment variables; null for those of the process.</param>
    /// <exception cref="FtpConfigException">The text is not HOCON; the path is origin and line.</exception>
    public static Config Parse(string text, string origin, string? directory = null, Func<string, string?>? environment = null) =>
        new(Parse(text, Path.Combine(Path.GetFullPath(directory ?? "."), origin), [], environment ?? Environment.GetEnvironmentVariable));

    /// <summary><paramref name="value"/> as a quoted HOCON text.</summary>
    public static string Quote(string value) => HoconText.Quote(value);

    private static HoconRoot Parse(string text, string file, ImmutableArray<string> chain, Func<string, string?> environment)
    {
        var origin = Path.GetFileName(file);
        var prepared = HoconText.Prepare(text, origin, environment);
        try
        {
            return Parser.Parse(prepared, included => Include(included, file, chain, environment));
        }
        catch (FormatException notHocon)
        {
            throw NotHocon(origin, notHocon);
        }
        catch (ConfigurationException notHocon)
        {
            throw NotHocon(origin, notHocon);
        }
    }

    private static HoconRoot Include(string included, string from, ImmutableArray<string> chain, Func<string, string?> environment)
    {
        var file = Path.GetFullPath(included, Path.GetDirectoryName(from)!);
        if (chain.Contains(file))
            throw new FtpConfigException(Path.GetFileName(from), null, $"include \"{included}\" goes in a circle.");
        return Parse(Text(file, included), file, chain.Add(file), environment);
    }

    private static string Text(string file, string shown)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FtpConfigException(shown, null, $"cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static FtpConfigException NotHocon(string origin, Exception cause) =>
        new(origin, null, $"is not HOCON: {string.Join(' ', cause.Message.Split(['\r', '\n', '^'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}", cause);
}
