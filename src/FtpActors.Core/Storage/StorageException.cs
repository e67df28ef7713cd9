namespace FtpActors.Core.Storage;

/// <summary>The failures a storage is expected to have. The server turns each into one reply.</summary>
public enum StorageFault
{
    NotFound,
    AlreadyExists,
    NotADirectory,
    IsADirectory,
    DirectoryNotEmpty,

    /// <summary>The storage itself refuses: permissions, read-only media, a path that would leave the root.</summary>
    AccessDenied,

    /// <summary>The name is too long or holds characters this storage cannot keep.</summary>
    InvalidName,

    /// <summary>Writing was to begin beyond the end of what is there.</summary>
    InvalidOffset,

    /// <summary>Somebody else has it open in a way that excludes us; may pass.</summary>
    Busy,

    /// <summary>The medium is full.</summary>
    NoSpace,

    /// <summary>The user's allocation is exceeded.</summary>
    QuotaExceeded,

    /// <summary>This storage cannot do that at all.</summary>
    NotSupported,

    /// <summary>The storage cannot be reached now; may pass.</summary>
    Unavailable,

    /// <summary>Reading or writing failed.</summary>
    InputOutput,
}

/// <summary>An expected failure of a storage. The message is for the log; clients see the reply that belongs to the kind.</summary>
public sealed class StorageException : Exception
{
    public StorageException(StorageFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    public StorageFault Fault { get; }

    public static StorageException NotFound(FtpPath path) => new(StorageFault.NotFound, $"{path} does not exist.");
}
