namespace FtpActors.Client.Mirroring;

/// <summary>One thing a mirror does to its target.</summary>
/// <param name="Kind">What.</param>
/// <param name="Path">From the root of the mirror, separated by <c>/</c>.</param>
/// <param name="Size">Bytes to copy; 0 for anything else, or where nobody knows.</param>
/// <param name="Why">For people.</param>
public sealed record MirrorStep(MirrorStepKind Kind, string Path, long Size, string Why)
{
    /// <summary>Why a file is copied that the target does not have.</summary>
    internal const string Missing = "missing";
}

public enum MirrorStepKind
{
    MakeDirectory,
    Copy,
    RemoveFile,

    /// <summary>Empty by then.</summary>
    RemoveDirectory,

    /// <summary>A file is where a directory should be, or the other way round, and may not be removed: nothing is done.</summary>
    Conflict,
}
