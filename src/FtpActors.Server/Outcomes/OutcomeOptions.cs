using FtpActors.Core.Hashing;

namespace FtpActors.Server.Outcomes;

/// <summary>What is told of transfers that end. Hashes are made as the bytes pass, on threads of their own; nothing is read again.</summary>
public sealed record OutcomeOptions
{
    /// <summary>Of every file uploaded as a whole, for <see cref="FtpTransferEvent.Completed"/> and <see cref="VerdictProtocol.UploadReceived"/>;
    /// null for none.</summary>
    public HashKind? UploadHash { get; init; }

    /// <summary>Of every file downloaded as a whole; null for none. Files then go through the process: the kernel does not send them by itself.</summary>
    public HashKind? DownloadHash { get; init; }
}
