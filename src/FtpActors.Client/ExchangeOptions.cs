namespace FtpActors.Client;

/// <summary>How a file goes from one server to another.</summary>
public sealed record ExchangeOptions
{
    public static ExchangeOptions Default { get; } = new();

    /// <summary>Moves the data through this client where the servers do not send to each other; false fails then.</summary>
    public bool AllowsFallback { get; init; } = true;

    /// <summary>Adds what a copy that is there lacks, going by its size, as <see cref="ExistingFile.Resume"/> does; else it is replaced.</summary>
    public bool Resumes { get; init; }

    /// <summary>Whether the servers' hashes are compared when all has moved, by the best that both offer.</summary>
    public VerifyTransfer Verify { get; init; } = VerifyTransfer.Never;

    /// <summary>Gives the copy the time of change of the file.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Hears how far it is, the end included; null for nobody. Of a direct copy nothing is seen here: the target is asked for the
    /// size of the copy then, over a connection of its own.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Between two reports; more than 0, up to 24 days.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal void Validate() => ClientTimeouts.Check(ProgressInterval);
}
