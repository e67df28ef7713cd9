namespace FtpActors.Core.Storage.Disk;

/// <summary>Writes into a hidden part, which gets the final name on commit.</summary>
internal sealed class PartWriter(DiskFile file, long start, DiskUpload upload, string part, WriteClaims.Claim claim)
    : DiskWriter(file, start, claim, upload.Directory)
{
    protected override bool KeepsWhatArrived => upload.KeepsParts;

    protected override void Publish()
    {
        // The final name is read by others as soon as it is there.
        upload.Tree.ShareReading(File, upload.Path);
        upload.Tree.Rename(upload.Directory, part, upload.Directory, upload.Name, upload.MayReplace, upload.Path);
    }

    protected override void Withdraw()
    {
        var kept = PartName.Of(upload.Name);
        var isKept = upload.KeepsParts
            && RandomAccess.GetLength(File.SafeFileHandle) > 0
            && upload.Tree.Look(upload.Directory, upload.Name) is null;
        if (isKept && part == kept)
            return;
        if (isKept && upload.TryClaim(kept) is { } keptClaim)
        {
            using (keptClaim)
                upload.Tree.Rename(upload.Directory, part, upload.Directory, kept, replace: true, upload.Path);
        }
        else
        {
            upload.Tree.Unlink(upload.Directory, part, upload.Path);
        }
    }
}
