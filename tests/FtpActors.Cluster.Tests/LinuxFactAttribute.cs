namespace FtpActors.Cluster.Tests;

/// <summary>Needs clients with several addresses: only Linux has all of 127.0.0.0/8.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux has all of 127.0.0.0/8.";
}
