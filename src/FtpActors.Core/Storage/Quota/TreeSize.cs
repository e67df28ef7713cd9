using Akka.Streams;

namespace FtpActors.Core.Storage.Quota;

/// <summary>Counts the bytes of all files of a storage.</summary>
internal static class TreeSize
{
    /// <summary>Directories that stand in one another; what lies deeper is not counted.</summary>
    private const int MostLevels = 256;

    /// <summary>By the storage itself where it can, else by listing directory after directory. What goes meanwhile is left out.</summary>
    public static Task<long> Of(IFtpStorage storage, IMaterializer materializer) =>
        storage is IMeasuredStorage measured ? measured.UsedBytes() : Listed(storage, materializer);

    private static async Task<long> Listed(IFtpStorage storage, IMaterializer materializer)
    {
        var bytes = 0L;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<(FtpPath Directory, int Level)>([(FtpPath.Root, 0)]);
        while (left.TryPop(out var place))
        {
            try
            {
                await storage.List(place.Directory).RunForeach(Add, materializer).ConfigureAwait(false);
            }
            catch (StorageException fault) when (fault.Fault is StorageFault.NotFound or StorageFault.NotADirectory or StorageFault.AccessDenied)
            {
                // It has gone, or it is closed to everybody here.
            }

            void Add(FtpEntry entry)
            {
                bytes += entry.IsFile ? entry.Size : 0;
                // A link may lead to a directory that was counted, or in a circle.
                if (entry.IsDirectory && place.Level < MostLevels && (entry.Unique is null || seen.Add(entry.Unique)))
                    left.Push((place.Directory.Child(entry.Name), place.Level + 1));
            }
        }

        return bytes;
    }
}
