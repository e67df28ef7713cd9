using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

/// <summary>Questions about a path that several verbs ask.</summary>
internal static class StorageLookup
{
    /// <summary>The entry at <paramref name="path"/>, or null when nothing is there.</summary>
    public static ValueTask<FtpEntry?> Find(this IFtpStorage storage, FtpPath path, CancellationToken cancel)
    {
        try
        {
            var asking = storage.Stat(path, cancel);
            return asking.IsCompletedSuccessfully ? new ValueTask<FtpEntry?>(asking.Result) : OrNull(asking);
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            return new ValueTask<FtpEntry?>((FtpEntry?)null);
        }
    }

    /// <summary>The directory at <paramref name="path"/>. Faults: NotFound, NotADirectory, AccessDenied.</summary>
    public static async Task<FtpEntry> RequireDirectory(this IFtpStorage storage, FtpPath path, CancellationToken cancel)
    {
        var entry = await storage.Stat(path, cancel);
        return entry.IsDirectory
            ? entry
            : throw new StorageException(StorageFault.NotADirectory, $"{path} is not a directory.");
    }

    private static async ValueTask<FtpEntry?> OrNull(Task<FtpEntry> asking)
    {
        try
        {
            return await asking;
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            return null;
        }
    }
}
