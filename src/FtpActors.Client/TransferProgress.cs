namespace FtpActors.Client;

/// <summary>How far a transfer is.</summary>
/// <param name="Path">The remote file.</param>
/// <param name="Bytes">Of the file, those included that had moved before a resumption.</param>
/// <param name="Total">Bytes, or null where nobody knows.</param>
/// <param name="Rate">Bytes per second over the last few seconds.</param>
/// <param name="Remaining">At this rate; null where it cannot be told.</param>
public sealed record TransferProgress(string Path, long Bytes, long? Total, double Rate, TimeSpan? Remaining)
{
    /// <summary>0–1, or null.</summary>
    public double? Fraction => Total is { } total ? total == 0 ? 1 : Math.Min(1, (double)Bytes / total) : null;
}
