namespace FtpActors.Core.Storage.Disk;

/// <summary>Where an upload goes.</summary>
/// <param name="Tree">Holds the directory.</param>
/// <param name="Directory">Where the target lies in truth; held until the writing has ended.</param>
/// <param name="Name">The final name in it.</param>
/// <param name="Path">What the client calls it.</param>
/// <param name="MayReplace">The content takes the place of what has the name.</param>
/// <param name="KeepsParts">See <see cref="PartialUploads.Keep"/>.</param>
/// <param name="Claims">Those of the whole storage.</param>
internal sealed record DiskUpload(
    DiskTree Tree, DiskPlace Directory, string Name, FtpPath Path, bool MayReplace, bool KeepsParts, WriteClaims Claims)
{
    /// <summary>Null when somebody else is writing the file of that name in this directory.</summary>
    public WriteClaims.Claim? TryClaim(string name) =>
        Claims.TryClaim(Directory.Facts.Inode is { } inode ? $"{inode.Device:x}g{inode.Number:x}/{name}" : Directory.Child(name));
}
