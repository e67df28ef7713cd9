namespace FtpActors.Host;

/// <summary>Where the program speaks: answers on <paramref name="Output"/>, complaints on <paramref name="Error"/>.</summary>
internal sealed record HostConsole(TextWriter Output, TextWriter Error)
{
    /// <summary>Standard output for what is no text; to be disposed.</summary>
    public Func<Stream> OpenBytes { get; init; } = Console.OpenStandardOutput;

    /// <summary>Environment variables by name; null where there is none.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Somebody looks at <see cref="Error"/> while it is written.</summary>
    public bool IsWatched { get; init; }
}
