namespace FtpActors.Core.Storage;

public enum FtpEntryKind
{
    File,
    Directory,

    /// <summary>A device, socket or pipe: listed, never transferred.</summary>
    Other,
}

/// <summary>What a storage knows of one file or directory.</summary>
public sealed record FtpEntry
{
    private readonly string? _unique;

    /// <summary>The last segment of the path.</summary>
    public required string Name { get; init; }

    public required FtpEntryKind Kind { get; init; }

    /// <summary>Bytes; 0 for anything but a file.</summary>
    public long Size { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Modified { get; init; }

    /// <summary>UTC; null where the storage does not know.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Permission bits, or null where the storage has none.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Stands for the same file under any name for as long as it exists (RFC 3659 §7.5.2); null where unknown.</summary>
    public string? Unique
    {
        get => _unique ?? (Inode is { } inode ? $"{inode.Device:x}g{inode.Number:x}" : null);
        init => (_unique, Inode) = (value, null);
    }

    /// <summary>Number of the owner on the storage's machine; null where it has none.</summary>
    public uint? UserId { get; init; }

    /// <summary>Number of the owning group; null where it has none.</summary>
    public uint? GroupId { get; init; }

    /// <summary>Name of the owner, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Name of the owning group, or null.</summary>
    public string? Group { get; init; }

    /// <summary>What <see cref="Unique"/> is made of when somebody asks; null where that is a text already, or unknown.</summary>
    internal (ulong Device, ulong Number)? Inode { get; init; }

    /// <summary>What <see cref="Unique"/> is where a storage has a text for it.</summary>
    internal string? UniqueText => _unique;

    public bool IsDirectory => Kind == FtpEntryKind.Directory;

    public bool IsFile => Kind == FtpEntryKind.File;
}
