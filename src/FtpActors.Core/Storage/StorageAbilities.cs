namespace FtpActors.Core.Storage;

/// <summary>A storage that can set times (MFMT).</summary>
public interface ITimedStorage
{
    /// <summary>Sets the modification time (UTC, whole seconds at least). Faults: NotFound, AccessDenied.</summary>
    Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel);
}

/// <summary>A storage that knows how much room is left (ALLO).</summary>
public interface ISpaceStorage
{
    /// <summary>Bytes that can still be written below <paramref name="directory"/>, or null when there is no bound.</summary>
    Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel);
}
