using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace FtpActors.End2End.Tests.Host;

/// <summary>The program as a process of its own, in an empty directory. Disposing ends it however it stands.</summary>
/// <remarks>Its standard error is read all the time: with the pipe full, whatever it logs would wait for a reader.</remarks>
internal sealed class HostProcess : IDisposable
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-host-");
    private readonly StringBuilder _error = new();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private readonly Task _collecting;

    private HostProcess(string[] arguments, string? config, string? input)
    {
        if (config is not null)
            File.WriteAllText(PathOf("server.hocon"), config);
        // Specs that run in the background of a shell have Ctrl-C ignored, and processes inherit that.
        string[] program = ["--default-signal=INT,HUP", "dotnet", Path.Combine(AppContext.BaseDirectory, "FtpActors.Host.dll")];
        var start = new ProcessStartInfo("env", [.. program, .. arguments])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _collecting = Collect();
        if (input is not null)
            _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    /// <summary>Everything on standard error that was read so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <param name="config">The <c>server.hocon</c> of its directory, or null for none.</param>
    /// <param name="arguments">The command line.</param>
    public static HostProcess Start(string? config, params string[] arguments) => new(arguments, config, null);

    /// <summary>With <paramref name="input"/> on standard input.</summary>
    public static HostProcess Fed(string input, params string[] arguments) => new(arguments, null, input);

    /// <summary>A path in its directory.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLine() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>The port of the next <c>Listening on</c> line.</summary>
    public async Task<int> ReadPort()
    {
        var line = await ReadLine();
        if (line is null)
        {
            await _collecting.WaitAsync(Patience);
            Assert.Fail(Error);
        }

        Assert.StartsWith("Listening on ftp://", line);
        return int.Parse(line[(line.LastIndexOf(':') + 1)..]);
    }

    /// <summary>Goes on along standard error until a line holds <paramref name="text"/>.</summary>
    public async Task AwaitError(string text)
    {
        while (await _errorLines.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience))
        {
            while (_errorLines.Reader.TryRead(out var line))
            {
                if (line.Contains(text))
                    return;
            }
        }

        Assert.Fail($"'{text}' never came: {Error}");
    }

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    /// <summary>What is left on standard output, once the process has ended.</summary>
    public async Task<(int Code, string Output)> Exit()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _collecting.WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, output);
    }

    private async Task Collect()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
                _error.AppendLine(line);
            _errorLines.Writer.TryWrite(line);
        }

        _errorLines.Writer.Complete();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
