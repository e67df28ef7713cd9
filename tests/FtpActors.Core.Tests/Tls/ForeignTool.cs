using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tests.Tls;

/// <summary>A TLS client of somebody else's, run as a child process.</summary>
internal static class ForeignTool
{
    /// <summary>Debian's own interpreter.</summary>
    public const string Python = "/usr/bin/python3";

    public const string OpenSsl = "openssl";

    /// <summary>A safety net: a client that hangs is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why its specs cannot run here, or null. On a build server, where CI is set, nothing is skipped: what is missing fails.</summary>
    public static string? SkipReason(string tool)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            return null;
        try
        {
            using var process = Start(tool, [tool == Python ? "--version" : "version"]);
            process.WaitForExit();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{tool} is not installed.";
        }
    }

    public static Process Start(string tool, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>All it says, on both channels; its standard input is closed when <paramref name="mayEnd"/> completes.</summary>
    public static async Task<string> Run(Task mayEnd, string tool, params string[] arguments)
    {
        using var process = Start(tool, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await mayEnd.WaitAsync(Patience);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{tool} {string.Join(' ', arguments)} did not end.\n{await output}\n{await errors}");
        }

        return await output + await errors;
    }

    public static async Task<string> Save(DirectoryInfo directory, X509Certificate2 certificate)
    {
        var file = Path.Combine(directory.FullName, $"{certificate.Thumbprint}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        return file;
    }
}
