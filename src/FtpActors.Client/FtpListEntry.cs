using System.Collections.Immutable;

namespace FtpActors.Client;

/// <summary>One entry of a remote directory, as far as the server tells.</summary>
public sealed record FtpListEntry
{
    /// <summary>The name alone: never empty, <c>.</c> or <c>..</c>, without <c>/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The directory as it was asked for, a slash, and the name.</summary>
    public string Path { get; init; } = "";

    public required FtpListEntryKind Kind { get; init; }

    /// <summary>Bytes, or null.</summary>
    public long? Size { get; init; }

    /// <summary>UTC, or null. LIST tells minutes, or days only.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>UTC, or null.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Permission bits, or null.</summary>
    public UnixFileMode? Mode { get; init; }

    public string? Owner { get; init; }

    public string? Group { get; init; }

    /// <summary>Where a link leads, as the server writes it, or null.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>What MLSD tells, by names in any case; empty from LIST.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;

    public bool IsFile => Kind == FtpListEntryKind.File;

    public bool IsDirectory => Kind == FtpListEntryKind.Directory;
}

public enum FtpListEntryKind
{
    File,
    Directory,

    /// <summary>A symbolic link: what it leads to shows when it is used.</summary>
    Link,

    /// <summary>A device, pipe or whatever else: never transferred.</summary>
    Other,
}
