using FtpActors.Core.Blocking;

namespace FtpActors.Core.Transport;

/// <summary>Where what is received goes into files: writing may wait for the medium. Transfers take turns.</summary>
internal static class ReceiveThreads
{
    /// <summary>Of the process; more threads only help where the medium is slow.</summary>
    public static BlockingThreads Shared { get; } = new(Math.Max(4, 2 * Environment.ProcessorCount), "ftp-receive");
}
