using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>A small upload of which everything is there: the part is made, written and given its name in as few calls as that takes.
/// Linux only; every call blocks.</summary>
internal static class PutAtOnce
{
    /// <summary>Before the umask.</summary>
    private const uint NewMode = 0x1b6;

    /// <summary>As <see cref="DiskTree.TryPut"/>.</summary>
    public static bool TryPut(DiskUpload upload, string part, UnixFileMode? mode, ReadOnlySpan<byte> content)
    {
        var directory = upload.Directory;
        using var file = Libc.OpenAt(directory.Handle, part, Libc.OpenNew | Libc.OpenCloseOnExec, NewMode);
        if (file.IsInvalid)
            return Marshal.GetLastPInvokeError() is var error && error == DiskFaults.Exists ? false : throw DiskFaults.OfError(error, upload.Path);

        // Keeps writers of other processes away, and nobody who reads the final name. One may have come in between.
        var isTaken = Libc.Flock(file, Libc.LockShared | Libc.LockNoWait) != 0 && Marshal.GetLastPInvokeError() == DiskFaults.WouldBlock;
        if (isTaken || Libc.Statx(file, "", Libc.EmptyPath, Libc.BasicStats, out var made) != 0 || !LinuxTree.IsNamed(made, directory, part))
            return false;
        try
        {
            Write(file, content, upload.Path);
            if (mode is { } bits && LinuxTree.Mode(made) != bits)
                Check(Libc.ChangeMode(file, (uint)bits), upload.Path);
            upload.Tree.Rename(directory, part, directory, upload.Name, upload.MayReplace, upload.Path);
            return true;
        }
        catch (StorageException)
        {
            // What cannot be taken away stays as a hidden part; the client reads of the first failure.
            _ = Libc.UnlinkAt(directory.Handle, part, 0);
            throw;
        }
    }

    private static void Write(SafeFileHandle file, ReadOnlySpan<byte> content, FtpPath path)
    {
        while (!content.IsEmpty)
        {
            var count = Libc.Write(file, in MemoryMarshal.GetReference(content), content.Length);
            if (count >= 0)
                content = content[(int)count..];
            else if (Marshal.GetLastPInvokeError() is var error && error != DiskFaults.Interrupted)
                throw DiskFaults.OfError(error, path);
        }
    }

    private static void Check(int result, FtpPath path)
    {
        if (result != 0)
            throw DiskFaults.OfError(Marshal.GetLastPInvokeError(), path);
    }
}
