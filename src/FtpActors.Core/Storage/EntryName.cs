using System.Text;

namespace FtpActors.Core.Storage;

/// <summary>Which names a storage of this assembly can keep.</summary>
internal static class EntryName
{
    /// <summary>NAME_MAX of the usual file systems, in UTF-8 bytes.</summary>
    public const int MaxBytes = 255;

    public static bool IsValid(string name) => !name.Contains('\0') && Encoding.UTF8.GetByteCount(name) <= MaxBytes;

    /// <exception cref="StorageException">InvalidName.</exception>
    public static void Check(FtpPath path)
    {
        if (!IsValid(path.Name))
            throw new StorageException(StorageFault.InvalidName, $"{path}: the name is too long or holds a NUL.");
    }
}
