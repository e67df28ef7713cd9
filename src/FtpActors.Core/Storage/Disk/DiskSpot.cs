namespace FtpActors.Core.Storage.Disk;

/// <summary>A name in a held directory, whether or not there is anything under it.</summary>
internal sealed class DiskSpot : IDisposable
{
    private bool _isGivenAway;

    /// <param name="directory">Taken over.</param>
    /// <param name="name">In it.</param>
    /// <param name="facts">Of what has the name.</param>
    public DiskSpot(DiskPlace directory, string name, DiskFacts? facts) => (Directory, Name, Facts) = (directory, name, facts);

    public DiskPlace Directory { get; }

    public string Name { get; }

    /// <summary>Null when nothing is there.</summary>
    public DiskFacts? Facts { get; }

    /// <summary>The name itself, link or not. Faults: NotFound (parent), NotADirectory, AccessDenied.</summary>
    public static DiskSpot OfName(DiskTree tree, FtpPath path)
    {
        var directory = tree.PinDirectory(path.Parent);
        try
        {
            return new DiskSpot(directory, path.Name, tree.Look(directory, path.Name));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Where the content of <paramref name="path"/> lies: what a link leads to. Faults: as before; AccessDenied also
    /// when the link leads out of the root or nowhere.</summary>
    public static DiskSpot Locate(DiskTree tree, FtpPath path)
    {
        var spot = OfName(tree, path);
        if (spot.Facts is not { IsLink: true })
            return spot;
        using (spot)
        {
            try
            {
                using var target = tree.PinReal(spot.Directory.Child(spot.Name), path);
                if (Path.GetDirectoryName(target.RealPath) is not { } parent || target.Facts.Kind == FtpEntryKind.Directory)
                    throw new StorageException(StorageFault.IsADirectory, $"{path} leads to a directory.");
                return new DiskSpot(tree.PinReal(parent, path), Path.GetFileName(target.RealPath), target.Facts);
            }
            catch (StorageException fault) when (fault.Fault == StorageFault.NotFound)
            {
                throw new StorageException(StorageFault.AccessDenied, $"{path} is a link that leads nowhere.", fault);
            }
        }
    }

    /// <summary>Somebody else gives the directory back.</summary>
    public void GiveAway() => _isGivenAway = true;

    public void Dispose()
    {
        if (!_isGivenAway)
            Directory.Dispose();
    }
}
