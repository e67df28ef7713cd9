namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>A fact that needs a foreign server: reported as skipped, with the package to install, where the server is missing or this user may not run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForeignServerFactAttribute : FactAttribute
{
    /// <param name="program">Looked for in PATH, /usr/sbin and the directories of FTP_SERVERS.</param>
    /// <param name="package">Of Debian.</param>
    /// <param name="module">Of Python, which the program runs; null for none.</param>
    public ForeignServerFactAttribute(string program, string package, string? module = null)
    {
        if (ForeignServer.Find(program) is null || (module is not null && ForeignServer.FindModule(module) is null))
            Skip = $"{module ?? program} is missing: apt-get install {package}, or name its directory in FTP_SERVERS.";
        else if (!Environment.IsPrivilegedProcess)
            Skip = $"{program} has to be started by root.";
    }
}
