using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Opens files for writing, for a storage and all its views. Every call blocks.</summary>
internal sealed class DiskUploads(BlockingThreads threads, DiskStorageOptions options)
{
    private readonly WriteClaims _claims = new();
    private readonly bool _keeps = options.Partial == PartialUploads.Keep;

    public IStorageWriter Open(DiskTree tree, FtpPath path, WriteMode mode, long offset)
    {
        using var spot = DiskSpot.Locate(tree, path);
        var upload = new DiskUpload(tree, spot.Directory, spot.Name, path, mode == WriteMode.Replace, _keeps, _claims);
        var writer = spot.Facts is { } facts ? OpenExisting(upload, facts, mode, offset) : OpenMissing(upload, mode, offset);
        spot.GiveAway();
        return writer;
    }

    /// <summary>Never blocks: the file is opened when there is something to write. Null when it has to be opened first to know that it can be.</summary>
    public IStorageWriter? TryOpenLate(DiskTree tree, FtpPath path, WriteMode mode)
    {
        if (!options.AtomicUploads || mode is not (WriteMode.Create or WriteMode.Replace))
            return null;
        using var spot = tree.TryLocateNear(path);
        if (spot is null || (spot.Facts is not null && mode == WriteMode.Create))
            return null;
        spot.GiveAway();
        var upload = new DiskUpload(tree, spot.Directory, spot.Name, path, mode == WriteMode.Replace, _keeps, _claims);
        var bits = spot.Facts?.Mode;
        return new LateWriter(threads, upload, bits, () => NewPart(upload, bits));
    }

    /// <summary>Opens a file that is there for writing over its bytes.</summary>
    public IStorageWriter OpenOver(DiskTree tree, FtpPath path, long start)
    {
        using var spot = DiskSpot.Locate(tree, path);
        var upload = new DiskUpload(tree, spot.Directory, spot.Name, path, false, _keeps, _claims);
        RefuseOtherThanFile(spot.Facts ?? throw StorageException.NotFound(path), path);
        var writer = Claimed(upload, upload.Name, claim =>
        {
            var file = OpenThere(upload, upload.Name, OpenShare);
            return OrGiveBack(file, () => new OverWriter(Owned(file, upload), Start(file, start, upload), upload, claim));
        });
        spot.GiveAway();
        return writer;
    }

    /// <summary>Removes the parts that nobody writes; true when there were any and nothing else.</summary>
    public bool RemoveParts(DiskTree tree, DiskPlace directory, FtpPath path)
    {
        var parts = new List<string>();
        foreach (var entry in Directory.EnumerateFileSystemEntries(directory.Path))
        {
            if (!PartName.IsPart(Path.GetFileName(entry)))
                return false;
            parts.Add(Path.GetFileName(entry));
        }

        var upload = new DiskUpload(tree, directory, "", path, false, false, _claims);
        foreach (var part in parts)
        {
            using var claim = upload.TryClaim(part);
            if (claim is null)
                return false;
            tree.Unlink(directory, part, path);
        }

        return parts.Count > 0;
    }

    private IStorageWriter OpenExisting(DiskUpload upload, DiskFacts facts, WriteMode mode, long offset)
    {
        RefuseOtherThanFile(facts, upload.Path);
        return mode switch
        {
            WriteMode.Create => throw new StorageException(StorageFault.AlreadyExists, $"{upload.Path} exists."),
            WriteMode.Replace when options.AtomicUploads => NewPart(upload, facts.Mode),
            WriteMode.Replace => InPlace(upload, 0),
            WriteMode.Append => InPlace(upload, null),
            _ => InPlace(upload, offset),
        };
    }

    private static void RefuseOtherThanFile(DiskFacts facts, FtpPath path)
    {
        switch (facts.Kind)
        {
            case FtpEntryKind.Directory:
                throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.");
            case FtpEntryKind.Other:
                throw new StorageException(StorageFault.AccessDenied, $"{path} is no file.");
        }
    }

    private IStorageWriter OpenMissing(DiskUpload upload, WriteMode mode, long offset)
    {
        var part = PartName.Of(upload.Name);
        var goesOn = mode == WriteMode.Append || (mode == WriteMode.Resume && offset > 0);
        if (goesOn && _keeps && options.AtomicUploads && upload.Tree.Look(upload.Directory, part) is { Kind: FtpEntryKind.File })
            return OldPart(upload, part, mode == WriteMode.Append ? null : offset);
        if (mode == WriteMode.Resume && offset > 0)
            throw StorageException.NotFound(upload.Path);
        return options.AtomicUploads ? NewPart(upload, null) : NewFile(upload);
    }

    private PartWriter NewPart(DiskUpload upload, UnixFileMode? mode)
    {
        var part = PartName.Of(upload.Name);
        if (upload.TryClaim(part) is { } claim)
        {
            if (OrGiveBack(claim, () => TryOpenPart(upload, part)) is { } file)
                return OrGiveBack(claim, () => NewPart(upload, part, file, mode, claim));
            claim.Dispose();
        }

        var another = PartName.Another(upload.Name);
        return Claimed(upload, another, held =>
            NewPart(upload, another, OpenFile(upload.Directory.Child(another), FileMode.CreateNew, upload.Tree.PartShare), mode, held));
    }

    private PartWriter NewPart(DiskUpload upload, string part, FileStream file, UnixFileMode? mode, WriteClaims.Claim claim) =>
        OrGiveBack(file, () =>
        {
            if (mode is { } bits && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.SafeFileHandle, bits);
            return new PartWriter(Owned(file, upload), 0, upload, part, claim);
        });

    private PartWriter OldPart(DiskUpload upload, string part, long? offset) => Claimed(upload, part, claim =>
    {
        var file = TryOpenPart(upload, part) ?? throw Busy(upload);
        return OrGiveBack(file, () => new PartWriter(Owned(file, upload), Start(file, offset, upload), upload, part, claim));
    });

    private InPlaceWriter NewFile(DiskUpload upload) => Claimed(upload, upload.Name, claim =>
    {
        var file = OpenFile(upload.Directory.Child(upload.Name), FileMode.CreateNew, OpenShare);
        return new InPlaceWriter(Owned(file, upload), 0, upload, true, claim);
    });

    private InPlaceWriter InPlace(DiskUpload upload, long? offset) => Claimed(upload, upload.Name, claim =>
    {
        var file = OpenThere(upload, upload.Name, OpenShare);
        return OrGiveBack(file, () => new InPlaceWriter(Owned(file, upload), Start(file, offset, upload), upload, false, claim));
    });

    /// <summary>Null when the part cannot be had: somebody else, maybe another process, writes it, or it is no file.
    /// What a crash has left is opened as it is.</summary>
    private FileStream? TryOpenPart(DiskUpload upload, string part)
    {
        try
        {
            var (tree, share) = (upload.Tree, upload.Tree.PartShare);
            var file = tree.Look(upload.Directory, part) is null
                ? OpenFile(upload.Directory.Child(part), FileMode.CreateNew, share)
                : OpenThere(upload, part, share);
            // The other process may have given it its final name between our opening and our locking.
            if (tree.IsStill(file.SafeFileHandle, upload.Directory, part))
                return file;
            file.Dispose();
            return null;
        }
        catch (Exception cause) when (DiskFaults.Of(cause, upload.Path) is StorageException { Fault: not StorageFault.NoSpace })
        {
            return null;
        }
    }

    /// <summary>Opens a file that exists. It is held before it is opened: the name may have become a pipe or a link since it was looked at.</summary>
    private FileStream OpenThere(DiskUpload upload, string name, FileShare share)
    {
        using var place = upload.Tree.PinReal(upload.Directory.Child(name), upload.Path);
        return place.Facts.Kind == FtpEntryKind.File
            ? OpenFile(place.Path, FileMode.Open, share)
            : throw new StorageException(StorageFault.AccessDenied, $"{upload.Path} is no file.");
    }

    private DiskFile Owned(FileStream file, DiskUpload upload) => new(file, threads, upload.Path);

    /// <summary>Where the writing starts; at the end when no offset is given.</summary>
    private static long Start(FileStream file, long? offset, DiskUpload upload)
    {
        var size = RandomAccess.GetLength(file.SafeFileHandle);
        return offset is null || offset <= size
            ? offset ?? size
            : throw new StorageException(StorageFault.InvalidOffset, $"{upload.Path} has {size} bytes, fewer than {offset}.");
    }

    private static T Claimed<T>(DiskUpload upload, string name, Func<WriteClaims.Claim, T> open)
    {
        var claim = upload.TryClaim(name) ?? throw Busy(upload);
        return OrGiveBack(claim, () => open(claim));
    }

    private static T OrGiveBack<T>(IDisposable held, Func<T> work)
    {
        try
        {
            return work();
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static FileShare OpenShare => FileShare.ReadWrite | FileShare.Delete;

    private static FileStream OpenFile(string path, FileMode mode, FileShare share) => new(
        path, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 });

    private static StorageException Busy(DiskUpload upload) => new(StorageFault.Busy, $"{upload.Path} is being written.");
}
