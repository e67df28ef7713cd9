using System.Diagnostics;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A client program of somebody else's, and how to tell whether it is there.</summary>
/// <param name="Name">What specs call it.</param>
/// <param name="Package">The Debian package that brings it.</param>
/// <param name="Probe">Program and arguments that succeed where the client is installed.</param>
internal sealed record ForeignClient(string Name, string Package, params string[] Probe)
{
    /// <summary>Debian's own interpreter: the one that has Debian's modules.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly ForeignClient[] All =
    [
        new("curl", "curl", "curl", "--version"),
        new("lftp", "lftp", "lftp", "--version"),
        new("ncftp", "ncftp", "which", "ncftp", "ncftpput", "ncftpget", "ncftpls"),
        new("wget", "wget", "wget", "--version"),
        new("rclone", "rclone", "rclone", "version"),
        new("ftplib", "python3", Python, "-c", "import ftplib"),
        new("aioftp", "python3-aioftp", Python, "-c", "import aioftp"),
        new("Net::FTP", "perl", "perl", "-MNet::FTP", "-e", "1"),
        new("Net::FTP with TLS", "libio-socket-ssl-perl", "perl", "-MNet::FTP", "-MIO::Socket::SSL", "-e", "exit(Net::FTP->can_ssl ? 0 : 1)"),
        new("openssl", "openssl", "openssl", "version"),
        new("php", "php-cli", "php", "-r", "exit(extension_loaded('ftp') ? 0 : 1);"),
    ];

    private readonly Lazy<bool> _isInstalled = new(() => Succeeds(Probe));

    public static ForeignClient Named(string name) => All.Single(client => client.Name == name);

    public bool IsInstalled => _isInstalled.Value;

    public string Missing => $"{Name} is not installed: apt-get install {Package}";

    /// <summary>Why its specs cannot run here, or null. On a build server, where CI is set, nothing is skipped: what is missing fails.</summary>
    public string? SkipReason =>
        IsInstalled || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) ? null : Missing;

    private static bool Succeeds(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
