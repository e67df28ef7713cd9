using Akka.Streams;

namespace FtpActors.Core.Storage.Quota;

/// <summary>Counts all files of a storage and their bytes.</summary>
internal static class TreeSize
{
    /// <summary>Directories that stand in one another; what lies deeper is not counted.</summary>
    private const int MostLevels = 256;

    /// <summary>By the storage itself where it can, else by listing directory after directory. What goes meanwhile is left out.</summary>
    public static Task<QuotaAmount> Of(IFtpStorage storage, IMaterializer materializer) =>
        storage is IMeasuredStorage measured ? measured.Measure() : Listed(storage, materializer);

    private static async Task<QuotaAmount> Listed(IFtpStorage storage, IMaterializer materializer)
    {
        var found = default(QuotaAmount);
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
                found += entry.IsFile ? new QuotaAmount(entry.Size, 1) : default;
                // A link may lead to a directory that was counted, or in a circle.
                if (entry.IsDirectory && place.Level < MostLevels && (entry.Unique is null || seen.Add(entry.Unique)))
                    left.Push((place.Directory.Child(entry.Name), place.Level + 1));
            }
        }

        return found;
    }
}
