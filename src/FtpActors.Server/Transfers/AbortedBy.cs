namespace FtpActors.Server.Transfers;

/// <summary>Who ends a transfer before its time.</summary>
public enum AbortedBy
{
    /// <summary>By ABOR or a verb that acts like it.</summary>
    Client,

    /// <summary>By a message to the server.</summary>
    Operator,

    /// <summary>The server shuts down.</summary>
    ShutDown,

    /// <summary>The client is gone.</summary>
    ConnectionLoss,

    /// <summary>Its session's actor was stopped.</summary>
    Session,
}
