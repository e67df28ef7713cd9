using System.Diagnostics.CodeAnalysis;
using System.Text;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Storage;

/// <summary>What a line of a listing shows: an entry, or what a directory has under a name, of which no entry is made for one line.
/// Good for one call.</summary>
internal readonly ref struct EntryView
{
    private readonly FtpEntry? _entry;
    private readonly DiskFacts _facts;

    /// <param name="entry">Shown as it is.</param>
    public EntryView(FtpEntry entry)
    {
        (_entry, NameText, Owner, Group, UniqueText) = (entry, entry.Name, entry.Owner, entry.Group, entry.UniqueText);
        _facts = new DiskFacts(
            entry.Kind, IsLink: false, entry.Size, entry.Modified, entry.Mode, entry.Inode, entry.Created, entry.UserId, entry.GroupId);
    }

    /// <param name="name">UTF-8.</param>
    /// <param name="facts">Of no link.</param>
    /// <param name="accounts">Knows the owners' names; may block. Null for none.</param>
    public EntryView(ReadOnlySpan<byte> name, in DiskFacts facts, AccountNames? accounts)
        : this(facts, accounts) => Utf8Name = name;

    /// <param name="name">As a text.</param>
    /// <param name="facts">Of no link, or of what it leads to.</param>
    /// <param name="accounts">As above.</param>
    public EntryView(string name, in DiskFacts facts, AccountNames? accounts)
        : this(facts, accounts) => NameText = name;

    private EntryView(in DiskFacts facts, AccountNames? accounts)
    {
        _facts = facts;
        if (accounts is null)
            return;
        Owner = facts.UserId is { } user ? accounts.User(user) : null;
        Group = facts.GroupId is { } group ? accounts.Group(group) : null;
    }

    /// <summary>Empty where the name is <see cref="NameText"/>.</summary>
    public ReadOnlySpan<byte> Utf8Name { get; }

    /// <summary>Null where the name is <see cref="Utf8Name"/>.</summary>
    public string? NameText { get; }

    /// <summary>Made when asked for, where it is no text yet.</summary>
    public string Name => NameText ?? Encoding.UTF8.GetString(Utf8Name);

    public FtpEntryKind Kind => _facts.Kind;

    public bool IsFile => Kind == FtpEntryKind.File;

    public bool IsDirectory => Kind == FtpEntryKind.Directory;

    public long Size => _facts.Size;

    public DateTime Modified => _facts.Modified;

    public DateTime? Created => _facts.Created;

    public UnixFileMode? Mode => _facts.Mode;

    public (ulong Device, ulong Number)? Inode => _facts.Inode;

    public string? UniqueText { get; }

    public uint? UserId => _facts.UserId;

    public uint? GroupId => _facts.GroupId;

    public string? Owner { get; }

    public string? Group { get; }

    /// <summary>It was made of this very entry.</summary>
    public bool IsOf([NotNullWhen(true)] FtpEntry? entry) => entry is not null && ReferenceEquals(_entry, entry);

    /// <summary>The entry it shows; made where there is none.</summary>
    public FtpEntry ToEntry() => _entry ?? new FtpEntry
    {
        Name = Name,
        Kind = Kind,
        Size = Size,
        Modified = Modified,
        Mode = Mode,
        Inode = Inode,
        Created = Created,
        UserId = UserId,
        GroupId = GroupId,
        Owner = Owner,
        Group = Group,
    };
}
