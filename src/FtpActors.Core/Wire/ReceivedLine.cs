namespace FtpActors.Core.Wire;

/// <summary>A line as it came from the peer.</summary>
/// <param name="Command">Null exactly when <paramref name="Fault"/> is set.</param>
/// <param name="Fault">What is wrong with the line.</param>
public readonly record struct ReceivedLine(FtpCommand? Command, LineFault Fault)
{
    /// <summary>The line again, where it was asked for and holds other bytes than ASCII; else null.</summary>
    public byte[]? Bytes { get; init; }
}
