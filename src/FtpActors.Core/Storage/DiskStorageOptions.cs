namespace FtpActors.Core.Storage;

/// <summary>What a <see cref="DiskStorage"/> needs to know.</summary>
public sealed record DiskStorageOptions
{
    /// <summary>The directory that is <c>/</c>; made when missing. Relative to the working directory of the process unless absolute.</summary>
    public required string Root { get; init; }

    /// <summary>New content is written to a hidden file beside its target and renamed when complete; otherwise into the target itself.
    /// Append and Resume of a file that exists are always written in place.</summary>
    public bool AtomicUploads { get; init; } = true;

    /// <summary>What becomes of an upload that did not complete.</summary>
    public PartialUploads Partial { get; init; } = PartialUploads.Discard;

    /// <summary>Entries tell the names of their owner and group, not only the numbers. Linux only. Those are accounts of the
    /// machine, which everybody who lists files then learns.</summary>
    public bool OwnerNames { get; init; }

    /// <summary>Threads that wait for the disk, at most; 1 or more.</summary>
    public int IoThreads { get; init; } = 4;
}

public enum PartialUploads
{
    /// <summary>Nothing is left of it.</summary>
    Discard,

    /// <summary>What arrived is left to be resumed: hidden under atomic uploads, where <see cref="IResumableStorage"/> tells its size and a
    /// Resume or Append of the missing file goes on with it; under the final name otherwise.</summary>
    Keep,
}
