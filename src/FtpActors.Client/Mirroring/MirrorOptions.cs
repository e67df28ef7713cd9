using System.Collections.Immutable;

namespace FtpActors.Client.Mirroring;

/// <summary>What a mirror copies and removes.</summary>
public sealed record MirrorOptions
{
    public static MirrorOptions Default { get; } = new();

    /// <summary>Which files that both sides have are copied again.</summary>
    public MirrorCompare Compare { get; init; } = MirrorCompare.SizeOrNewer;

    /// <summary>Times that differ by less count as equal; those of LIST, which tells minutes or days only, by so much more.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Removes from the target what the source does not have, unless it is excluded.</summary>
    public bool DeletesExtra { get; init; }

    /// <summary>Shell patterns of files; only those are copied or removed. Empty for all. A pattern with a slash is for paths from the
    /// root of the mirror, part by part; one without is for names.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>Shell patterns of files and directories that are left alone on both sides, with all that is in them.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Files at once; as many connections as the pool has, at most.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>For each file. <see cref="TransferOptions.Existing"/> is Replace.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;
}

/// <summary>Which files that both sides have are copied again.</summary>
public enum MirrorCompare
{
    /// <summary>Whose size differs, or which are newer at the source.</summary>
    SizeOrNewer,

    /// <summary>Which are newer at the source.</summary>
    Newer,

    /// <summary>Whose size differs.</summary>
    Size,

    /// <summary>Whose size or hash differs; the server has to offer one.</summary>
    Hash,
}
