namespace FtpActors.Core.Storage.Disk;

/// <summary>What the file system says of one name, links not followed, or of an open place.</summary>
/// <param name="Kind">Of a link <see cref="FtpEntryKind.Other"/>.</param>
/// <param name="IsLink">It is a link.</param>
/// <param name="Size">Bytes; 0 for anything but a file.</param>
/// <param name="Modified">UTC.</param>
/// <param name="Mode">Permission bits, or null.</param>
/// <param name="Inode">Null where unknown.</param>
/// <param name="Created">UTC, or null.</param>
/// <param name="UserId">Of the owner, or null.</param>
/// <param name="GroupId">Of the group, or null.</param>
internal readonly record struct DiskFacts(
    FtpEntryKind Kind,
    bool IsLink,
    long Size,
    DateTime Modified,
    UnixFileMode? Mode,
    (ulong Device, ulong Number)? Inode,
    DateTime? Created = null,
    uint? UserId = null,
    uint? GroupId = null);
