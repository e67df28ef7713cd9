namespace FtpActors.Core.Storage.Disk;

/// <summary>Writes over the bytes of a file and leaves the others as they are. Nothing is taken back.</summary>
internal sealed class OverWriter(DiskFile file, long start, DiskUpload upload, WriteClaims.Claim claim)
    : DiskWriter(file, start, claim, upload.Directory)
{
    protected override bool CutsOff => false;

    protected override bool KeepsWhatArrived => true;

    protected override void Publish()
    {
    }

    protected override void Withdraw()
    {
    }
}
