namespace FtpActors.Core.Storage.Disk;

/// <summary>What the file system says of one name, links not followed, or of an open place.</summary>
internal readonly record struct DiskFacts(
    FtpEntryKind Kind,
    bool IsLink,
    long Size,
    DateTime Modified,
    UnixFileMode? Mode,
    (ulong Device, ulong Number)? Inode,
    DateTime? Created = null,
    uint? UserId = null,
    uint? GroupId = null)
{
    /// <param name="name">Of the entry.</param>
    /// <param name="accounts">Knows the owners' names; may block. Null for none.</param>
    public FtpEntry Entry(string name, AccountNames? accounts) => new()
    {
        Name = name,
        Kind = Kind,
        Size = Kind == FtpEntryKind.File ? Size : 0,
        Modified = Modified,
        Mode = Mode,
        Inode = Inode,
        Created = Created,
        UserId = UserId,
        GroupId = GroupId,
        Owner = UserId is { } user ? accounts?.User(user) : null,
        Group = GroupId is { } group ? accounts?.Group(group) : null,
    };
}
