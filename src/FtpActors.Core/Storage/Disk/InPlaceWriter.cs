namespace FtpActors.Core.Storage.Disk;

/// <summary>Writes into the final file. A roll-back leaves what was appended or resumed, and a new or replacing content as configured.</summary>
internal sealed class InPlaceWriter(DiskFile file, long start, DiskUpload upload, bool isNewFile, WriteClaims.Claim claim)
    : DiskWriter(file, start, claim, upload.Directory)
{
    protected override bool KeepsWhatArrived => upload.KeepsParts || !(isNewFile || upload.MayReplace);

    protected override void Publish()
    {
    }

    protected override void Withdraw()
    {
        var isBroken = isNewFile || (upload.MayReplace && HasBegun);
        var isKept = upload.KeepsParts && RandomAccess.GetLength(File.SafeFileHandle) > 0;
        if (isBroken && !isKept && upload.Tree.IsStill(File.SafeFileHandle, upload.Directory, upload.Name))
            upload.Tree.Unlink(upload.Directory, upload.Name, upload.Path);
    }
}
