using System.Collections.Immutable;

namespace FtpActors.Client.Mirroring;

/// <summary>What a mirror would do, in the order in which it would.</summary>
/// <param name="IsUpload">The server is the target.</param>
/// <param name="Remote">The server's directory.</param>
/// <param name="Local">The directory of the local storage.</param>
/// <param name="Steps">In order; copies that follow one another are made side by side.</param>
public sealed record MirrorPlan(bool IsUpload, string Remote, string Local, ImmutableArray<MirrorStep> Steps)
{
    /// <summary>Bytes to copy.</summary>
    public long Bytes => Steps.Sum(step => step.Size);

    /// <summary>Both sides are equal.</summary>
    public bool IsEmpty => Steps.IsEmpty;
}
