using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Middleware;

/// <summary>What middleware may know of a transfer that is about to begin.</summary>
/// <param name="Session">What stays the same: number, addresses, options.</param>
/// <param name="State">Of the session when the command came: the user, TYPE and MODE, protection.</param>
public sealed record TransferContext(SessionContext Session, SessionState State)
{
    /// <summary>Unique in its session: <c>/user/ftp/session-{Session.Id}/transfer-{Id}</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Upper case.</summary>
    public required string Verb { get; init; }

    /// <summary>As the user sees it.</summary>
    public required FtpPath Path { get; init; }

    /// <summary>The client sends.</summary>
    public required bool IsUpload { get; init; }

    /// <summary>What is sent is no file: LIST, MLSD, NLST.</summary>
    public required bool IsListing { get; init; }

    /// <summary>Position in the stored file of the first byte that moves: above 0 after REST or RANG. Null where nobody knows (APPE) or
    /// there is none.</summary>
    public required long? Offset { get; init; }

    /// <summary>Position of the last byte, where RANG has set one.</summary>
    public required long? RangeEnd { get; init; }

    /// <summary>A file from its first byte to its last.</summary>
    public bool IsWhole => !IsListing && Offset == 0 && RangeEnd is null;
}
