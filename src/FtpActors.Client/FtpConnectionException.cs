namespace FtpActors.Client;

/// <summary>A connection did not come about, broke, stayed silent for too long, or carried what is no FTP.</summary>
public sealed class FtpConnectionException : FtpException
{
    public FtpConnectionException(FtpConnectionFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    public FtpConnectionFault Fault { get; }

    /// <summary>The same may succeed over a new connection.</summary>
    public bool IsTransient => Fault is FtpConnectionFault.NotConnected or FtpConnectionFault.Lost or FtpConnectionFault.Timeout
        or FtpConnectionFault.Idle or FtpConnectionFault.Data;
}

/// <summary>What became of a connection.</summary>
public enum FtpConnectionFault
{
    /// <summary>It could not be opened.</summary>
    NotConnected,

    /// <summary>The control connection ended or broke under a command: the server may have carried it out.</summary>
    Lost,

    /// <summary>The control connection had ended before the command was sent: nothing happened.</summary>
    Idle,

    /// <summary>The server did not answer in time; the control connection is given up.</summary>
    Timeout,

    /// <summary>The server sent what no FTP server may send, or more than the limits allow; the control connection is given up.</summary>
    Protocol,

    /// <summary>A data connection could not be opened, stalled or broke. The control connection is usable.</summary>
    Data,

    /// <summary>TLS was required and did not come about.</summary>
    Security,

    /// <summary>The client was closed.</summary>
    Closed,
}
