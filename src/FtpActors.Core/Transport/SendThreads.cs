using FtpActors.Core.Blocking;

namespace FtpActors.Core.Transport;

/// <summary>Where files are read and sent: both may wait for the medium. Transfers take turns.</summary>
internal static class SendThreads
{
    /// <summary>Of the process; more threads only help where the medium is slow.</summary>
    public static BlockingThreads Shared { get; } = new(Math.Max(4, 2 * Environment.ProcessorCount), "ftp-send");
}
