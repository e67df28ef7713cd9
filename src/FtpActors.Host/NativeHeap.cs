using System.Runtime.InteropServices;

namespace FtpActors.Host;

/// <summary>The memory of the C library, of which OpenSSL and the runtime itself take theirs.</summary>
internal static class NativeHeap
{
    private const string Library = "libc.so.6";
    private const string GiveBack = "malloc_trim";

    /// <summary>It is glibc; not so on other platforms, nor with musl.</summary>
    private static readonly bool CanTrim =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, out var library) && NativeLibrary.TryGetExport(library, GiveBack, out _);

    /// <summary>Gives free pages back to the operating system, where that can be had.</summary>
    public static void Trim()
    {
        if (CanTrim)
            MallocTrim(0);
    }

    [DllImport(Library, EntryPoint = GiveBack)]
    private static extern int MallocTrim(nuint keep);
}
