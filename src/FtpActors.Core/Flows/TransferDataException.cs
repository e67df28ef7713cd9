namespace FtpActors.Core.Flows;

/// <summary>What is wrong with bytes that came in over a data connection.</summary>
public enum TransferDataFault
{
    /// <summary>They are not what the mode of the transfer says they are.</summary>
    Corrupt,

    /// <summary>The connection ended before they did.</summary>
    Truncated,

    /// <summary>They inflate to more than is allowed.</summary>
    TooLarge,

    /// <summary>They are more than the range that they were to fill.</summary>
    OutsideRange,
}

/// <summary>The peer sent bytes that the mode of the transfer cannot turn into a file.</summary>
public sealed class TransferDataException(TransferDataFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public TransferDataFault Fault { get; } = fault;
}
