namespace FtpActors.Core.Storage.Disk;

/// <summary>What the file system says of one name, links not followed, or of an open place.</summary>
internal readonly record struct DiskFacts(
    FtpEntryKind Kind,
    bool IsLink,
    long Size,
    DateTime Modified,
    UnixFileMode? Mode,
    string? Unique,
    DateTime? Created = null,
    uint? UserId = null,
    uint? GroupId = null)
{
    public FtpEntry Entry(string name) => new()
    {
        Name = name,
        Kind = Kind,
        Size = Kind == FtpEntryKind.File ? Size : 0,
        Modified = Modified,
        Mode = Mode,
        Unique = Unique,
        Created = Created,
        UserId = UserId,
        GroupId = GroupId,
    };
}
