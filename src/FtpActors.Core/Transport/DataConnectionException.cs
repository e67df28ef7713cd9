namespace FtpActors.Core.Transport;

public enum DataConnectionFault
{
    /// <summary>The connection never came about (reply 425).</summary>
    NotOpened,

    /// <summary>It was there and ended before its time (reply 426).</summary>
    Lost,

    /// <summary>Under TLS the peer closed it without close_notify: anybody may have cut it there (reply 426).</summary>
    Truncated,
}

/// <summary>A data connection could not be opened or did not last.</summary>
public sealed class DataConnectionException : Exception
{
    public DataConnectionException(DataConnectionFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    public DataConnectionFault Fault { get; }
}
