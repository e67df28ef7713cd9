using FtpActors.Core.Storage;

namespace FtpActors.Server.Transfers;

/// <summary>A running transfer, as seen from outside.</summary>
/// <param name="Verb">What started it.</param>
/// <param name="Path">What it moves.</param>
/// <param name="Bytes">Moved over the data connection so far.</param>
/// <param name="Elapsed">Since the command.</param>
public sealed record TransferStatus(string Verb, FtpPath Path, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Unique in its session, and part of its actor's name: <c>transfer-{Id}</c>.</summary>
    public long Id { get; init; }

    /// <summary>On average since the command; 0 at its start.</summary>
    public long BytesPerSecond => Elapsed > TimeSpan.Zero ? (long)(Bytes / Elapsed.TotalSeconds) : 0;
}
