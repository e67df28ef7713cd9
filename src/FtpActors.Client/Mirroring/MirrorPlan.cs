using System.Collections.Immutable;

namespace FtpActors.Client.Mirroring;

/// <summary>What a mirror would do, in the order in which it would.</summary>
/// <param name="Direction">Which side is a server.</param>
/// <param name="Source">The directory to be like, of the server or of the local storage.</param>
/// <param name="Target">The directory that is changed.</param>
/// <param name="Steps">In order; copies that follow one another are made side by side.</param>
public sealed record MirrorPlan(MirrorDirection Direction, string Source, string Target, ImmutableArray<MirrorStep> Steps)
{
    /// <summary>Bytes to copy.</summary>
    public long Bytes => Steps.Sum(step => step.Size);

    /// <summary>Both sides are equal.</summary>
    public bool IsEmpty => Steps.IsEmpty;

    /// <summary>An earlier run was ended before this was done: files that were missing then may be there in part.</summary>
    public bool IsResumed { get; init; }
}

/// <summary>Which way a mirror copies.</summary>
public enum MirrorDirection
{
    /// <summary>From the server.</summary>
    Down,

    /// <summary>To the server.</summary>
    Up,

    /// <summary>From the server to another one.</summary>
    Across,
}
