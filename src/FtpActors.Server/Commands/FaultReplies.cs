using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>The one place where a failure becomes a reply.</summary>
internal static class FaultReplies
{
    /// <summary>Says nothing of the cause: that is in the log.</summary>
    public static FtpReply LocalError { get; } = new(451, "Requested action aborted: local error in processing.");

    public static FtpReply Deadline { get; } = new(451, "Requested action aborted: it took too long.");

    public static FtpReply Aborted { get; } = new(426, "Transfer aborted.");

    /// <summary>The reply to an expected failure, or null when the failure is a defect of ours. Streams wrap some failures.</summary>
    public static FtpReply? Find(Exception cause, FtpPath path) => cause switch
    {
        TransferRejectedException rejected => rejected.Reply,
        StorageException storage => Of(storage.Fault, path),
        DataConnectionException { Fault: DataConnectionFault.NotOpened, InnerException: TlsHandshakeException handshake } => OfHandshake(handshake.Fault),
        DataConnectionException { Fault: DataConnectionFault.Truncated } =>
            new FtpReply(426, "Data connection closed without the TLS close_notify; transfer aborted, nothing of it is kept."),
        DataConnectionException { Fault: DataConnectionFault.NotOpened } => new FtpReply(425, "Cannot open data connection."),
        DataConnectionException => new FtpReply(426, "Data connection lost; transfer aborted."),
        AggregateException { InnerExceptions: [var inner] } => Find(inner, path),
        TransferDataException data => OfData(data.Fault),
        TransferStalledException => new FtpReply(426, "Data connection stalled; transfer aborted."),
        _ => null,
    };

    /// <summary>RFC 4217 §9: 522 for a TLS negotiation on the data connection that failed or was not acceptable.</summary>
    private static FtpReply OfHandshake(TlsHandshakeFault fault) => fault switch
    {
        TlsHandshakeFault.SessionNotReused =>
            new FtpReply(522, "Data connection refused: the client has to resume the TLS session of its control connection."),
        TlsHandshakeFault.Timeout => new FtpReply(522, "Data connection refused: no TLS handshake in time."),
        TlsHandshakeFault.Busy => new FtpReply(425, "Too many TLS handshakes at once, try again."),
        TlsHandshakeFault.Lost => new FtpReply(425, "Data connection lost in the TLS handshake."),
        _ => new FtpReply(522, "Data connection refused: the TLS handshake failed."),
    };

    private static FtpReply? OfData(TransferDataFault fault) => fault switch
    {
        TransferDataFault.Corrupt => new FtpReply(550, "What arrived is not in the MODE that was chosen."),
        TransferDataFault.Truncated => new FtpReply(426, "Data connection closed before the end; transfer aborted."),
        TransferDataFault.TooLarge => new FtpReply(552, "Requested file action aborted: it inflates to more than is allowed."),
        TransferDataFault.OutsideRange => new FtpReply(552, "Requested file action aborted: more was sent than the range of RANG holds."),
        _ => null,
    };

    /// <summary>For guards, and for verbs about several paths: they know which one it was.</summary>
    public static FtpReply Of(StorageFault fault, FtpPath path) => fault switch
    {
        StorageFault.NotFound => new FtpReply(550, $"{path}: no such file or directory."),
        StorageFault.AlreadyExists => new FtpReply(550, $"{path}: already exists."),
        StorageFault.NotADirectory => new FtpReply(550, $"{path}: not a directory."),
        StorageFault.IsADirectory => new FtpReply(550, $"{path}: is a directory."),
        StorageFault.DirectoryNotEmpty => new FtpReply(550, $"{path}: directory not empty."),
        StorageFault.AccessDenied => new FtpReply(550, $"{path}: permission denied."),
        StorageFault.InvalidName => new FtpReply(553, $"{path}: file name not allowed."),
        StorageFault.InvalidOffset => TransferReplies.InvalidRestart,
        StorageFault.Busy => new FtpReply(450, $"{path}: busy, try again later."),
        StorageFault.NoSpace => new FtpReply(452, "Insufficient storage space."),
        StorageFault.QuotaExceeded => new FtpReply(552, "Storage allocation exceeded."),
        StorageFault.NotSupported => new FtpReply(504, $"{path}: not supported by this storage."),
        StorageFault.Unavailable => new FtpReply(450, "Storage unavailable, try again later."),
        StorageFault.InputOutput => new FtpReply(451, $"{path}: reading or writing failed."),
        _ => LocalError,
    };
}
