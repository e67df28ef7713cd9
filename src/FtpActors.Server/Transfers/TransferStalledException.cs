namespace FtpActors.Server.Transfers;

/// <summary>No byte moved for the time that is allowed.</summary>
public sealed class TransferStalledException(TimeSpan silence)
    : Exception($"No byte moved for {silence.TotalSeconds:0.###} s.");
