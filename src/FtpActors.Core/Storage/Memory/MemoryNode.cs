namespace FtpActors.Core.Storage.Memory;

internal abstract class MemoryNode
{
    private static long _lastId;

    public string Unique { get; } = Interlocked.Increment(ref _lastId).ToString("x", null);

    public required DateTime Created { get; set; }

    public required DateTime Modified { get; set; }

    /// <summary>Null until somebody sets it.</summary>
    public UnixFileMode? Mode { get; set; }

    public abstract FtpEntry Entry(string name);
}

internal sealed class MemoryFile : MemoryNode
{
    public required MemoryContent Content { get; set; }

    public override FtpEntry Entry(string name) => new()
    {
        Name = name,
        Kind = FtpEntryKind.File,
        Size = Content.Length,
        Modified = Modified,
        Created = Created,
        Mode = Mode,
        Unique = Unique,
    };
}

internal sealed class MemoryDirectory : MemoryNode
{
    public Dictionary<string, MemoryNode> Children { get; } = new(StringComparer.Ordinal);

    public override FtpEntry Entry(string name) => new()
    {
        Name = name,
        Kind = FtpEntryKind.Directory,
        Modified = Modified,
        Created = Created,
        Mode = Mode,
        Unique = Unique,
    };
}
