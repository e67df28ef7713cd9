using System.Diagnostics;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A child process run to its end.</summary>
internal static class ForeignProcess
{
    /// <summary>A safety net: a client that hangs is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What it wrote to standard output; fails when it does not end with 0.</summary>
    /// <param name="directory">Its working directory and home, so that nobody's settings count.</param>
    /// <param name="input">Written to its standard input.</param>
    /// <param name="command">Program and arguments.</param>
    public static async Task<string> Run(string directory, string input, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = directory;
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var proxy in start.Environment.Keys.Where(key => key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(proxy);

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', command)} did not end.\n{await output}\n{await errors}");
        }

        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}.\n{await output}\n{await errors}");
        return await output;
    }
}
