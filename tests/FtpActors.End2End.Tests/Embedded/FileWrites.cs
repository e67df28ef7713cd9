using System.Globalization;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>What this process has written since, as Linux counts it (proc(5), <c>/proc/pid/io</c>): files on disk and elsewhere, also those
/// that are gone again. What goes into sockets is not among it.</summary>
public sealed class FileWrites
{
    private readonly long _callsAtFirst = Read("wchar");
    private readonly long _disksAtFirst = Read("write_bytes");

    /// <summary>Bytes handed to calls that write: to a file of any file system, a pipe or a terminal, by this process or a child that has
    /// ended.</summary>
    public long Calls => Read("wchar") - _callsAtFirst;

    /// <summary>Bytes bound for a disk, by a call or through mapped memory.</summary>
    public long Disks => Read("write_bytes") - _disksAtFirst;

    public override string ToString() => $"{Calls} bytes written by calls, {Disks} bound for a disk";

    private static long Read(string name) => long.Parse(
        File.ReadLines("/proc/self/io").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
        CultureInfo.InvariantCulture);
}
