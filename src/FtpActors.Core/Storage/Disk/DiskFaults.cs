namespace FtpActors.Core.Storage.Disk;

/// <summary>The one place where failures of the file system become kinds.</summary>
internal static class DiskFaults
{
    public const int Missing = 2;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int Exists = 17;
    public const int InvalidArgument = 22;
    public const int NoSuchCall = 38;
    public const int NotSupported = 95;

    /// <summary>True for "no such name", "not below a file", "no name can be that long" and "links in a circle": what looking up comes to when there is nothing.</summary>
    public static bool IsMissing(int error) => error is 2 or 20 or 36 or 40;

    /// <summary>From an error number of Linux.</summary>
    public static StorageException OfError(int error, FtpPath path) => new(
        error switch
        {
            36 => StorageFault.InvalidName, // ENAMETOOLONG
            _ when IsMissing(error) => StorageFault.NotFound,
            1 or 13 or 18 or 30 => StorageFault.AccessDenied, // EPERM EACCES EXDEV EROFS
            WouldBlock or 16 or 26 => StorageFault.Busy, // EBUSY ETXTBSY
            17 => StorageFault.AlreadyExists,
            21 => StorageFault.IsADirectory,
            InvalidArgument => StorageFault.InvalidName,
            27 or 28 => StorageFault.NoSpace, // EFBIG ENOSPC
            39 => StorageFault.DirectoryNotEmpty,
            116 => StorageFault.Unavailable, // ESTALE
            122 => StorageFault.QuotaExceeded,
            _ => StorageFault.InputOutput,
        },
        $"{path}: error {error} of the system.");

    /// <summary>The expected failure that <paramref name="cause"/> stands for, or <paramref name="cause"/> itself.</summary>
    public static Exception Of(Exception cause, FtpPath path) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException =>
            new StorageException(StorageFault.NotFound, $"{path} does not exist.", cause),
        PathTooLongException => new StorageException(StorageFault.InvalidName, $"{path} is too long.", cause),
        UnauthorizedAccessException => new StorageException(StorageFault.AccessDenied, $"{path}: {cause.Message}", cause),
        IOException failure => new StorageException(OfResult(failure.HResult, path), $"{path}: {cause.Message}", cause),
        _ => cause,
    };

    /// <summary>.NET puts the error number of Unix or the HRESULT of Windows into <see cref="Exception.HResult"/>.</summary>
    private static StorageFault OfResult(int result, FtpPath path) => unchecked((uint)result) switch
    {
        0x80070020 or 0x80070021 => StorageFault.Busy, // sharing, lock violation
        0x80070027 or 0x80070070 => StorageFault.NoSpace,
        0x80070050 or 0x800700b7 => StorageFault.AlreadyExists,
        0x80070091 => StorageFault.DirectoryNotEmpty,
        0x8007007b => StorageFault.InvalidName,
        < 200 when OperatingSystem.IsLinux() => OfError(result, path).Fault,
        _ => StorageFault.InputOutput,
    };
}
